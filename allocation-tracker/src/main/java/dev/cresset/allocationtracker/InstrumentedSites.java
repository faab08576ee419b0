package dev.cresset.allocationtracker;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** Keeps the JVM's classes instrumented for those sites that are followed. Used by one thread. */
final class InstrumentedSites {
  private final Instrumentation jvm;
  private final LiveClasses classes;
  private final InstrumentationCounts counts;
  private final SurvivorTransformer transformer;
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
   * @param next differs in one class at most, unless the last call failed
   * @return what is followed from now on: all of them, but for those that were not found
   */
  FollowedClasses follow(FollowedClasses next) {
    Set<String> changed = next.changedSince(current);
    transformer.follow(next);
    transform(changed);
    Set<Site> found = new HashSet<>(next.sites());
    found.removeIf(site -> changed.contains(site.owner()) && !transformer.woven().contains(site));
    current = new FollowedClasses(found);
    transformer.follow(current);
    return current;
  }

  private void transform(Set<String> owners) {
    new LoadedClasses(
            jvm, (loader, name) -> owners.contains(name) && classes.accepts(loader, name), counts)
        .transform();
  }

  /**
   * @param restore whether the classes are to be what they were
   */
  void close(boolean restore) {
    jvm.removeTransformer(transformer);
    if (restore) {
      Set<String> owners = new HashSet<>(current.owners());
      // Others than those if the last change failed half way.
      owners.addAll(transformer.followed().owners());
      transform(owners);
    }
  }
}
