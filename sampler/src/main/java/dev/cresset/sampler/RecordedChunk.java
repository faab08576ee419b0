package dev.cresset.sampler;

import dev.cresset.profile.Labels;
import dev.cresset.profile.StackTrace;
import one.jfr.event.Event;

/**
 * Resolves what events refer to by id. Ids hold within one chunk of a recording, so nothing of it
 * may be kept beyond the event at hand; what it returns may.
 */
public interface RecordedChunk {
  /**
   * The stack trace, leaf first. Where the stack could not be walked, the recorder's reason is its
   * frame: a sample is never without a stack trace.
   */
  StackTrace stackTrace(Event event);

  /** The label {@code thread} of the event's thread, with the digits of pool threads folded. */
  Labels labels(Event event);

  /**
   * The name of a class as source code writes it: {@code byte[]}, {@code java.lang.String}.
   *
   * @param classId as found in the event; for one that the chunk does not know, {@code unknown}
   */
  String className(long classId);
}
