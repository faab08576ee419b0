package one.profiler;

import java.nio.ByteBuffer;

/**
 * What {@link Recording} knows of the calling thread. A class of Cresset's in async-profiler's
 * package, since only that may call it: a reflective call would have the JVM make a class after
 * some calls, on whichever thread of the application's makes the next one.
 */
public final class ThreadBuffers {
  private ThreadBuffers() {}

  /**
   * The calling thread's own memory, where async-profiler keeps the time of its last sample.
   *
   * @return null if there is none
   * @throws LinkageError if async-profiler's library is not loaded
   */
  public static ByteBuffer ofThisThread() {
    return Recording.getThreadLocalBuffer();
  }
}
