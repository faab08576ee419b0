package dev.cresset.collector.pprof;

import java.util.Locale;
import java.util.Set;

/** What kind of code a frame stands for, as it is stored. */
public enum FrameKind {
  JAVA,
  INLINED,
  NATIVE,
  KERNEL,
  /** The JVM's own work, such as garbage collection and compilation. */
  VM,
  /** The class of an allocated or contended object, as a leaf. */
  CLASS;

  private static final Set<String> JVM_SOURCES =
      Set.of("java", "kt", "scala", "groovy", "clj", "cljc");

  /**
   * What a mapping says: {@code [java]}, {@code [native]}, {@code [vm]}, {@code [kernel]} and
   * {@code [class]} as Cresset's agent writes them, or the name of a library or executable, which
   * is native code. Where there is none, a source file of a JVM language means Java, and everything
   * else, Go or Python say, counts as native.
   */
  static FrameKind of(String mapping, String file) {
    return switch (mapping) {
      case "[java]" -> JAVA;
      case "[vm]" -> VM;
      case "[class]" -> CLASS;
      case "" -> JVM_SOURCES.contains(file.substring(file.lastIndexOf('.') + 1)) ? JAVA : NATIVE;
      default -> mapping.startsWith("[kernel") ? KERNEL : NATIVE;
    };
  }

  /** The name in the table. */
  public String storedName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
