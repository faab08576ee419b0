package dev.cresset.collector.pprof;

import java.util.Locale;

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

  /** The name in the table. */
  public String storedName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
