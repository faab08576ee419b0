package dev.cresset.allocationtracker;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.JavaNames;
import dev.cresset.sampler.JavaStacks;
import dev.cresset.sampler.ThreadNames;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Collects the samples of one window. Used by one thread at a time. */
final class AllocationWindow {
  private static final String RECORDER = AllocationRecorder.class.getName();

  private final long startMillis = System.currentTimeMillis();
  private final long startNanoTime = System.nanoTime();
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
        stackTrace(sample.getStackTrace()).withLeaf(Frame.ofClass(className)),
        threadNames.label(sample.threadName()).with(Labels.CLASS, className),
        1,
        weight.round(sample.objects()),
        weight.round(sample.bytes()));
  }

  private StackTrace stackTrace(StackTraceElement[] elements) {
    int site = 0;
    while (site < elements.length && isOurs(elements[site].getClassName())) {
      site++;
    }
    return JavaStacks.of(Arrays.copyOfRange(elements, site, elements.length), maxDepth);
  }

  private static boolean isOurs(String className) {
    return className.startsWith(InstalledBridge.PACKAGE) || className.equals(RECORDER);
  }

  /**
   * @param interval between two samples of a thread, in bytes
   */
  Profile finish(long interval, List<String> comments) {
    comments.forEach(profile::comment);
    return profile
        .window(TimeUnit.MILLISECONDS.toNanos(startMillis), System.nanoTime() - startNanoTime)
        .period(Family.ALLOC.defaultType(), interval)
        .build();
  }
}
