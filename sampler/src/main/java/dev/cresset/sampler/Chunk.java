package dev.cresset.sampler;

import dev.cresset.profile.Labels;
import dev.cresset.profile.StackTrace;
import java.util.Collections;
import java.util.Map;
import one.jfr.Dictionary;
import one.jfr.JfrReader;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;
import one.jfr.event.LiveObject;

/** One chunk of a recording, as the families see it. What it caches ends with it. */
final class Chunk implements RecordedChunk {
  private final JfrReader reader;
  private final ChunkStacks stacks;
  private final ThreadNames threadNames;
  private final SampleContexts.Known contexts;
  private final boolean vmFrames;
  private final long epochToNanoTime;
  private final Map<Integer, String> threadStates;
  private final Dictionary<Labels> labels = new Dictionary<>();
  private final Dictionary<VmStacks> vmThreads = new Dictionary<>();
  private WalkedStacks counting = new WalkedStacks();

  /**
   * @param vmFrames whether to show what threads of the JVM's own run, and not only what for
   * @param epochToNanoTime what to add to nanoseconds since the epoch to have them as {@link
   *     System#nanoTime} tells them; 0 if the recorder's ticks are that already
   */
  Chunk(
      JfrReader reader,
      ChunkStacks stacks,
      ThreadNames threadNames,
      SampleContexts.Known contexts,
      boolean vmFrames,
      long epochToNanoTime) {
    this.reader = reader;
    this.stacks = stacks;
    this.threadNames = threadNames;
    this.contexts = contexts;
    this.vmFrames = vmFrames;
    this.epochToNanoTime = epochToNanoTime;
    this.threadStates =
        reader.enums.getOrDefault("jdk.types.ThreadState", Collections.<Integer, String>emptyMap());
  }

  /** The stacks asked for from now on are counted here. */
  void countIn(WalkedStacks failures) {
    counting = failures;
  }

  @Override
  public StackTrace stackTrace(Event event) {
    ChunkStacks.Resolved stack = stacks.get(event.stackTraceId);
    counting.count(event, stack.stackTrace.depth(), stack.failure);
    VmStacks ofVm = vmThreads.get(event.tid);
    if (ofVm == null) {
      ofVm = new VmStacks(event);
      vmThreads.put(event.tid, ofVm);
    }
    return ofVm.work == VmWork.NONE ? stack.stackTrace : ofVm.get(event.stackTraceId, stack);
  }

  @Override
  public Labels labels(Event event) {
    Labels ofThread = isVirtual(event) ? ThreadNames.VIRTUAL : named(event);
    // An object that lives on has outlived the request that made it.
    boolean hasContext = !(event instanceof LiveObject);
    return hasContext ? contexts.with(ofThread, javaThreadId(event), nanoTime(event)) : ofThread;
  }

  private Labels named(Event event) {
    Labels known = labels.get(event.tid);
    if (known == null) {
      known = threadNames.label(reader.threads.get(event.tid));
      labels.put(event.tid, known);
    }
    return known;
  }

  private long nanoTime(Event event) {
    return epochToNanoTime == 0
        ? event.time
        : reader.chunkStartNanos + nanos(event.time - reader.chunkStartTicks) + epochToNanoTime;
  }

  @Override
  public String className(long classId) {
    return stacks.className(classId);
  }

  @Override
  public String threadState(ExecutionSample sample) {
    return threadStates.getOrDefault(sample.threadState, "");
  }

  @Override
  public boolean isInNativeMethod(Event event) {
    return stacks.isInNativeMethod(event.stackTraceId);
  }

  @Override
  public boolean isVirtual(Event event) {
    return stacks.get(event.stackTraceId).virtual;
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

  /** The stacks of a thread, if it is one of the JVM's own. */
  private final class VmStacks {
    final VmWork work;
    private final Dictionary<StackTrace> rooted = new Dictionary<>();

    VmStacks(Event event) {
      this.work = VmWork.of(reader.threads.get(event.tid), javaThreadId(event));
    }

    StackTrace get(int stackTraceId, ChunkStacks.Resolved stack) {
      if (!vmFrames) {
        return work.folded();
      }
      StackTrace known = rooted.get(stackTraceId);
      if (known == null) {
        known = work.rooted(stack.stackTrace);
        rooted.put(stackTraceId, known);
      }
      return known;
    }
  }
}
