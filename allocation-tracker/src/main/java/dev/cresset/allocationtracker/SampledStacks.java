package dev.cresset.allocationtracker;

import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.JavaStacks;
import java.util.Arrays;

/** Stack traces of instrumented allocations, without the frames that sampled them. */
final class SampledStacks {
  private static final String[] RECORDERS = {
    AllocationRecorder.class.getName(), SurvivorRecorder.class.getName()
  };

  private SampledStacks() {}

  static StackTrace of(StackTraceElement[] elements, int maxDepth) {
    int site = 0;
    while (site < elements.length && isOurs(elements[site].getClassName())) {
      site++;
    }
    return JavaStacks.of(Arrays.copyOfRange(elements, site, elements.length), maxDepth);
  }

  private static boolean isOurs(String className) {
    return className.startsWith(InstalledBridge.PACKAGE)
        || className.equals(RECORDERS[0])
        || className.startsWith(RECORDERS[1]);
  }
}
