package dev.cresset.sampler;

import dev.cresset.profile.Labels;
import dev.cresset.profile.StackTrace;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import one.jfr.JfrReader;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;

/** One chunk of a recording, as the families see it. What it caches ends with it. */
final class Chunk implements RecordedChunk {
  private final JfrReader reader;
  private final ChunkStacks stacks;
  private final ThreadNames threadNames;
  private final Map<Integer, Labels> labels = new HashMap<>();
  private WalkedStacks counting = new WalkedStacks();

  Chunk(JfrReader reader, ChunkStacks stacks, ThreadNames threadNames) {
    this.reader = reader;
    this.stacks = stacks;
    this.threadNames = threadNames;
  }

  /** The stacks asked for from now on are counted here. */
  void countIn(WalkedStacks failures) {
    counting = failures;
  }

  @Override
  public StackTrace stackTrace(Event event) {
    ChunkStacks.Resolved stack = stacks.get(event.stackTraceId);
    counting.count(event, stack.stackTrace.depth(), stack.failure);
    return stack.stackTrace;
  }

  @Override
  public Labels labels(Event event) {
    return labels.computeIfAbsent(event.tid, tid -> threadNames.label(reader.threads.get(tid)));
  }

  @Override
  public String className(long classId) {
    return stacks.className(classId);
  }

  @Override
  public String threadState(ExecutionSample sample) {
    return reader
        .enums
        .getOrDefault("jdk.types.ThreadState", Collections.emptyMap())
        .getOrDefault(sample.threadState, "");
  }

  @Override
  public boolean isInNativeMethod(Event event) {
    return stacks.isInNativeMethod(event.stackTraceId);
  }

  @Override
  public long javaThreadId(Event event) {
    Long id = reader.javaThreads.get(event.tid);
    return id == null ? 0 : id;
  }

  @Override
  public long nanos(long ticks) {
    return (long) (ticks * reader.nanosPerTick);
  }
}
