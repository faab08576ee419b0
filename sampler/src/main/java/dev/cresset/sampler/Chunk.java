package dev.cresset.sampler;

import dev.cresset.profile.Labels;
import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.jfr.JfrChunk;
import dev.cresset.sampler.jfr.JfrEvent;
import dev.cresset.sampler.jfr.JfrEvent.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** One chunk of a recording, as the families see it. What it caches ends with it. */
final class Chunk implements RecordedChunk {
  private final JfrChunk chunk;
  private final ChunkStacks stacks;
  private final ThreadNames threadNames;
  private final SampleContexts.Known contexts;
  private final boolean vmFrames;
  private final long epochToNanoTime;
  private final long startTicks;
  private final double nanosPerTick;

  /** By their numbers, of which there are few; those that are not known yet are null. */
  private final String[] threadStates = new String[256];

  /** By number in the chunk; those that are not known yet are null. */
  private ChunkThread[] threads = new ChunkThread[16];

  private WalkedStacks counting = new WalkedStacks();

  /**
   * @param vmFrames whether to show what threads of the JVM's own run, and not only what for
   * @param epochToNanoTime what to add to nanoseconds since the epoch to have them as {@link
   *     System#nanoTime} tells them; 0 if the recorder's ticks are that already
   */
  Chunk(
      JfrChunk chunk,
      ChunkStacks stacks,
      ThreadNames threadNames,
      SampleContexts.Known contexts,
      boolean vmFrames,
      long epochToNanoTime) {
    this.chunk = chunk;
    this.stacks = stacks;
    this.threadNames = threadNames;
    this.contexts = contexts;
    this.vmFrames = vmFrames;
    this.epochToNanoTime = epochToNanoTime;
    this.startTicks = chunk.header().startTicks();
    this.nanosPerTick = chunk.header().nanosPerTick();
  }

  /** The stacks asked for from now on are counted here. */
  void countIn(WalkedStacks failures) {
    counting = failures;
  }

  @Override
  public StackTrace stackTrace(JfrEvent event) {
    ChunkStacks.Resolved stack = stacks.get(event.stack());
    // What lives on was walked, and counted, when it was allocated.
    if (!event.is(Kind.LIVE)) {
      counting.count(event.samples(), stack.stackTrace.depth(), stack.failure);
    }
    return thread(event).shown(event.stack(), stack);
  }

  @Override
  public Labels labels(JfrEvent event) {
    ChunkThread thread = thread(event);
    Labels ofThread = isVirtual(event) ? ThreadNames.VIRTUAL : thread.label;
    return contexts.with(ofThread, thread.javaId, nanoTime(event));
  }

  private long nanoTime(JfrEvent event) {
    return epochToNanoTime == 0
        ? event.time()
        : chunk.header().startNanos() + nanos(event.time() - startTicks) + epochToNanoTime;
  }

  @Override
  public String className(JfrEvent event) {
    return stacks.className(event.classNumber());
  }

  @Override
  public String threadState(JfrEvent sample) {
    int number = (int) sample.state() & 0xff;
    if (threadStates[number] == null) {
      String state = chunk.threadState(sample.state());
      threadStates[number] = state == null ? "" : state;
    }
    return threadStates[number];
  }

  @Override
  public boolean isInNativeMethod(JfrEvent event) {
    return stacks.isInNativeMethod(event.stack());
  }

  @Override
  public boolean isVirtual(JfrEvent event) {
    return stacks.get(event.stack()).virtual;
  }

  @Override
  public long javaThreadId(JfrEvent event) {
    return thread(event).javaId;
  }

  @Override
  public long nanos(long ticks) {
    return (long) (ticks * nanosPerTick);
  }

  private ChunkThread thread(JfrEvent event) {
    int number = event.thread();
    if (number >= threads.length) {
      threads = Arrays.copyOf(threads, number * 2);
    }
    ChunkThread thread = threads[number];
    if (thread == null) {
      thread = new ChunkThread(number);
      threads[number] = thread;
    }
    return thread;
  }

  /** A thread, and its stacks if it is one of the JVM's own. */
  private final class ChunkThread {
    final long javaId;
    final Labels label;
    private final VmWork work;
    private final Map<Integer, StackTrace> rooted = new HashMap<>();

    ChunkThread(int number) {
      String name = chunk.threadName(number);
      this.javaId = chunk.javaThreadId(number);
      this.label = threadNames.label(name);
      this.work = VmWork.of(name, javaId);
    }

    StackTrace shown(int number, ChunkStacks.Resolved stack) {
      if (work == VmWork.NONE) {
        return stack.stackTrace;
      }
      return vmFrames
          ? rooted.computeIfAbsent(number, n -> work.rooted(stack.stackTrace))
          : work.folded();
    }
  }
}
