package dev.cresset.sampler;

import dev.cresset.profile.Labels;
import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.jfr.JfrEvent;

/**
 * Resolves what events refer to by id. Ids hold within one chunk of a recording, so nothing of it
 * may be kept beyond the event at hand; what it returns may.
 */
public interface RecordedChunk {
  /**
   * The stack trace, leaf first. Where the stack could not be walked, the recorder's reason is its
   * frame, in brackets: a sample is never without a stack trace. Asked for once an event, since
   * stacks that could not be walked are counted here.
   */
  StackTrace stackTrace(JfrEvent event);

  /** The label {@code thread} of the event's thread, with the digits of pool threads folded. */
  Labels labels(JfrEvent event);

  /**
   * The name of the event's class as source code writes it: {@code byte[]}, {@code
   * java.lang.String}. For one that the chunk does not know, {@code unknown}.
   */
  String className(JfrEvent event);

  /** A thread's state as the recorder names it: {@code STATE_RUNNABLE}, …; empty if unknown. */
  String threadState(JfrEvent sample);

  /** Whether the thread was in a native method of Java, as far as the flight recorder tells. */
  boolean isInNativeMethod(JfrEvent event);

  /** Whether a virtual thread had it, as its stack trace tells. */
  boolean isVirtual(JfrEvent event);

  /** The thread's id in Java, or 0 for a thread that is not Java's. */
  long javaThreadId(JfrEvent event);

  /** A duration of an event, such as a wait for a lock, in nanoseconds. */
  long nanos(long ticks);
}
