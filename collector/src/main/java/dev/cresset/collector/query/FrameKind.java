package dev.cresset.collector.query;

/** What kind of code a frame stands for; the order is the one stored and sent to browsers. */
public enum FrameKind {
  JAVA,
  INLINED,
  NATIVE,
  KERNEL,
  /** The JVM's own work, such as garbage collection and compilation. */
  VM,
  /** The class of an allocated or contended object, as a leaf. */
  CLASS
}
