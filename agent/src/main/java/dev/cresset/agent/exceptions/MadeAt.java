package dev.cresset.agent.exceptions;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.JavaStacks;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Where an exception is made: the stack below its constructors, and below what sampled it. */
final class MadeAt {
  /** Of a JVM that keeps no stack traces. */
  private static final StackTrace UNKNOWN =
      StackTrace.of(Frame.symbol("[unknown]", "", FrameKind.NATIVE));

  private MadeAt() {}

  /**
   * @param elements as the sampler, called from a constructor of the exception, sees them
   */
  static StackTrace stack(Class<?> type, StackTraceElement[] elements, int maxDepth) {
    Set<String> constructed = withSuperclasses(type);
    int site = afterBridge(elements);
    while (site < elements.length
        && elements[site].getMethodName().equals("<init>")
        && constructed.contains(elements[site].getClassName())) {
      site++;
    }
    return site == elements.length
        ? UNKNOWN
        : JavaStacks.of(Arrays.copyOfRange(elements, site, elements.length), maxDepth);
  }

  private static int afterBridge(StackTraceElement[] elements) {
    int site = 0;
    while (site < elements.length && isOurs(elements[site].getClassName())) {
      site++;
    }
    return site;
  }

  private static boolean isOurs(String className) {
    return className.startsWith(ExceptionTracking.BRIDGE)
        || className.equals(ExceptionSampler.class.getName());
  }

  private static Set<String> withSuperclasses(Class<?> type) {
    Set<String> names = new HashSet<>();
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      names.add(at.getName());
    }
    return names;
  }
}
