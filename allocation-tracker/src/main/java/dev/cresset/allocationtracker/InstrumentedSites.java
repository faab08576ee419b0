package dev.cresset.allocationtracker;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.Set;

/** Keeps the JVM's classes instrumented for those sites that are followed. Used by one thread. */
final class InstrumentedSites {
  private final Instrumentation jvm;
  private final LiveClasses classes;
  private final InstrumentationCounts counts;
  private final SurvivorTransformer transformer;
  private long changes;
  private FollowedClasses current = new FollowedClasses(Collections.emptySet());

  private InstrumentedSites(
      Instrumentation jvm,
      LiveClasses classes,
      InstrumentationCounts counts,
      SurvivorTransformer transformer) {
    this.jvm = jvm;
    this.classes = classes;
    this.counts = counts;
    this.transformer = transformer;
  }

  static InstrumentedSites in(
      Instrumentation jvm,
      LiveClasses classes,
      InstalledBridge bridge,
      InstrumentationCounts counts)
      throws IOException {
    SurvivorTransformer transformer = new SurvivorTransformer(classes::accepts, bridge, counts);
    transformer.rehearse();
    jvm.addTransformer(transformer, true);
    return new InstrumentedSites(jvm, classes, counts, transformer);
  }

  /**
   * @param next differs in one class at most
   * @return false if nothing was found in it that could be followed: all is as before
   */
  boolean follow(FollowedClasses next) {
    Set<String> changed = next.changedSince(current);
    long woven = counts.instrumentedClasses();
    transformer.follow(next);
    transform(changed);
    boolean inVain =
        counts.instrumentedClasses() == woven && next.owners().stream().anyMatch(changed::contains);
    if (inVain) {
      transformer.follow(current);
    } else {
      current = next;
    }
    return !inVain;
  }

  private void transform(Set<String> owners) {
    changes +=
        new LoadedClasses(
                jvm,
                (loader, name) -> owners.contains(name) && classes.accepts(loader, name),
                counts)
            .transform();
  }

  /** How often a class was changed, there and back. */
  long changes() {
    return changes;
  }

  /**
   * @param restore whether the classes are to be what they were
   */
  void close(boolean restore) {
    jvm.removeTransformer(transformer);
    if (restore) {
      transform(current.owners());
    }
  }
}
