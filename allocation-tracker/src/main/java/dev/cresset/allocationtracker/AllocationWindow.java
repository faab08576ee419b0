package dev.cresset.allocationtracker;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.WindowClock;
import dev.cresset.sampler.JavaNames;
import dev.cresset.sampler.ThreadNames;
import java.util.List;

/** Collects the samples of one window. Used by one thread at a time. */
final class AllocationWindow {
  private final WindowClock clock = WindowClock.start();
  private final Profile.Builder profile = Profile.builder(Family.ALLOC);
  private final Weight weight = new Weight();
  private final ThreadNames threadNames = new ThreadNames();
  private final int maxDepth;

  AllocationWindow(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  void add(SampledAllocation sample) {
    String className = JavaNames.className(sample.className());
    profile.add(
        SampledStacks.of(sample.getStackTrace(), maxDepth).withLeaf(Frame.ofClass(className)),
        threadNames.label(sample.threadName()).with(Labels.CLASS, className),
        1,
        weight.round(sample.objects()),
        weight.round(sample.bytes()));
  }

  /**
   * @param interval between two samples of a thread, in bytes
   */
  Profile finish(long interval, List<String> comments) {
    comments.forEach(profile::comment);
    return profile
        .window(clock.startNanos(), clock.elapsedNanos())
        .period(Family.ALLOC.defaultType(), interval)
        .build();
  }
}
