package dev.cresset.collector.query;

import java.util.List;

/** Tells code that comes with a release from code below it, which stays the same. */
final class Platform {
  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  private Platform() {}

  /** Whether functions are the JDK's, if they are Java's at all; by number. */
  static boolean[] ofJdk(FunctionNames functions) {
    boolean[] ofJdk = new boolean[functions.size()];
    for (int number = 1; number < ofJdk.length; number++) {
      ofJdk[number] = JDK.stream().anyMatch(functions.name(number)::startsWith);
    }
    return ofJdk;
  }

  /**
   * Whether a frame is of the JDK, native code, the kernel or the JVM; or no code at all, but the
   * class of an allocated object. If such a frame takes more in a new release, it is because of who
   * calls it.
   *
   * @param ofJdk whether its function is the JDK's, if it is Java's at all
   */
  static boolean includes(FrameKind kind, boolean ofJdk) {
    return switch (kind) {
      case JAVA, INLINED -> ofJdk;
      case NATIVE, KERNEL, VM, CLASS -> true;
    };
  }
}
