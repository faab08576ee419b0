package dev.cresset.collector.query;

import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.List;

/** Tells code that comes with a release from code below it, which stays the same. */
final class Platform {
  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  private Platform() {}

  /**
   * Whether a frame is of the JDK, native code, the kernel or the JVM; or no code at all, but the
   * class of an allocated object. If such a frame takes more in a new release, it is because of who
   * calls it.
   */
  static boolean includes(StackFrame frame) {
    return switch (frame.kind()) {
      case JAVA, INLINED -> JDK.stream().anyMatch(frame.function()::startsWith);
      case NATIVE, KERNEL, VM, CLASS -> true;
    };
  }
}
