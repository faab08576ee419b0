package dev.cresset.profile;

/** What kind of code a frame stands for. */
public enum FrameKind {
  /** A Java method, interpreted or compiled, with a frame of its own. */
  JAVA,
  /** A Java method the compiler merged into the method that called it. */
  INLINED,
  /** Native code of the JVM's libraries or the application's. */
  NATIVE,
  /** Code of the operating system's kernel. */
  KERNEL,
  /** The JVM's own work: garbage collection, compilation, other VM threads. */
  VM,
  /** Not code: the class of the allocated object, as the leaf of a stack trace. */
  CLASS
}
