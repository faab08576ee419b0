package dev.cresset.sampler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import one.profiler.ThreadBuffers;

/**
 * Tells a thread when async-profiler took its last sample of it: the answer lies in the thread's
 * own memory, where async-profiler keeps it up to date, and costs no call to read.
 *
 * <p>What {@code one.profiler.Span} does for spans in recordings, for spans that stay in Java.
 */
public final class ThreadSamples {
  private ThreadSamples() {}

  /**
   * Only to be asked for while a {@link NativeEngine} runs or after one ran, and only to be read by
   * the thread that asks: the memory is gone with the thread. The first to ask should be a thread
   * of the agent's: it loads and initialises classes, which takes a while.
   *
   * @return the {@link System#nanoTime} of the last sample is the long at 0; null if it cannot be
   *     had
   */
  public static ByteBuffer ofThisThread() {
    try {
      ByteBuffer times = ThreadBuffers.ofThisThread();
      return times == null ? null : times.order(ByteOrder.nativeOrder());
    } catch (RuntimeException | LinkageError e) {
      return null;
    }
  }
}
