package dev.cresset.allocationtracker;

import dev.cresset.profile.Frame;
import dev.cresset.profile.Profile;
import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.JavaNames;
import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.SplittableRandom;

/**
 * The sampled objects of the sites that are followed, from the moment they come in until they are
 * collected. The recorder is called by the threads that allocate, the rest by one at a time.
 */
final class LiveObjects {
  private final GarbageCollections collections = new GarbageCollections();
  private final Weight weight = new Weight();
  private final SurvivorLedger ledger;
  private final SurvivorRecorder recorder;
  private final int maxDepth;
  private FollowedClasses followed = new FollowedClasses(Collections.emptySet());
  private long reportedDropped;

  /**
   * @param maxReferences to objects that are kept at a time
   * @param maxDepth of their stacks
   */
  LiveObjects(int maxReferences, int maxDepth, Instrumentation jvm) {
    this.ledger = new SurvivorLedger(maxReferences, new SplittableRandom());
    this.recorder = new SurvivorRecorder(jvm, ledger.queue());
    this.maxDepth = maxDepth;
  }

  /** Takes what is sampled. */
  SurvivorRecorder recorder() {
    return recorder;
  }

  /** What is known of them, by site. */
  SurvivorLedger ledger() {
    return ledger;
  }

  FollowedClasses followed() {
    return followed;
  }

  /** From now on, objects of these sites come in. */
  void follow(FollowedClasses classes) {
    followed = classes;
    ledger.follow(classes);
  }

  /** Counts those that have survived a collection since the last call. */
  void countSurvivors() {
    ledger.countSurvivors(collections.judged());
  }

  /** Takes in those that were sampled, and lets go of those that were collected. */
  void drain() {
    for (LedgerEntry entry; (entry = recorder.poll()) != null; ) {
      // Counted anew for each: one that was made since would seem to have survived the last.
      add(entry, collections.count());
    }
    ledger.bury();
  }

  private void add(LedgerEntry entry, long collection) {
    Frame leaf = Frame.ofClass(JavaNames.className(entry.className()));
    StackTrace stack = SampledStacks.of(entry.where(), maxDepth).withLeaf(leaf);
    Site site = Site.of(stack, followed::contains);
    if (site != null) {
      long objects = weight.round(entry.sampledObjects());
      entry.place(site, ledger.shared(stack), objects, collection);
      ledger.add(entry);
    }
  }

  /** Adds those that are in use, and comments on them. */
  void writeTo(Profile.Builder profile) {
    ledger.writeTo(profile, collections.judged());
    profile.comment(
        "live: " + ledger.size() + " objects followed in " + followed.owners().size() + " classes");
    long dropped = recorder.dropped() - reportedDropped;
    reportedDropped = recorder.dropped();
    if (dropped > 0) {
      profile.comment("live: " + dropped + " samples dropped because too many came at once");
    }
  }
}
