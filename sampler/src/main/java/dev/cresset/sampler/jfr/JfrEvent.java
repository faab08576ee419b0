package dev.cresset.sampler.jfr;

/**
 * An event as a chunk has it. There is one such object, which {@link JfrChunk#forEach} gives other
 * values for each event: nothing of it may be kept.
 *
 * <p>Threads, stacks and classes are numbers that hold in their chunk; -1 is one that the chunk
 * does not know.
 */
public final class JfrEvent {
  // Columns of a row of longs.
  static final int KIND = 0;
  static final int TIME = 1;
  static final int THREAD = 2;
  static final int STACK = 3;
  static final int CLASS = 4;
  static final int AMOUNT = 5;
  static final int FURTHER = 6;
  static final int COLUMNS = 7;

  private static final Kind[] KINDS = Kind.values();

  private final long[] row = new long[COLUMNS];

  JfrEvent() {}

  /** An event that no recorder has told of. */
  public static JfrEvent of(Kind kind, long amount, long further) {
    JfrEvent event = new JfrEvent();
    event.row[KIND] = kind.ordinal();
    event.row[AMOUNT] = amount;
    event.row[FURTHER] = further;
    return event;
  }

  void load(long[] rows, int from) {
    System.arraycopy(rows, from, row, 0, COLUMNS);
  }

  public Kind kind() {
    return KINDS[(int) row[KIND]];
  }

  public boolean is(Kind kind) {
    return row[KIND] == kind.ordinal();
  }

  /** When it was taken or began, in the recorder's ticks. */
  public long time() {
    return row[TIME];
  }

  public int thread() {
    return (int) row[THREAD];
  }

  public int stack() {
    return (int) row[STACK];
  }

  /** The object's class, of {@link Kind#ALLOCATION}, {@link Kind#LIVE}, {@link Kind#LOCK}. */
  public int classNumber() {
    return (int) row[CLASS];
  }

  /** The number of the thread's state, of {@link Kind#EXECUTION}; see {@link JfrChunk}. */
  public long state() {
    return row[AMOUNT];
  }

  /** How many samples it stands for, of any kind but {@link Kind#LOST}. */
  public int samples() {
    return is(Kind.EXECUTION) ? (int) Math.max(1, row[FURTHER]) : 1;
  }

  /** How many samples {@link Kind#LOST} is about. */
  public long lost() {
    return row[AMOUNT];
  }

  /**
   * In bytes, of {@link Kind#ALLOCATION}, {@link Kind#LIVE} and {@link Kind#MALLOC}; for how many
   * it stands where a recorder tells only that.
   */
  public long size() {
    return row[AMOUNT];
  }

  /** Of the buffer that the object was the first in, of {@link Kind#ALLOCATION}; 0 for none. */
  public long bufferSize() {
    return row[FURTHER];
  }

  /** In ticks, of {@link Kind#LIVE}. */
  public long allocationTime() {
    return row[FURTHER];
  }

  /** In ticks, of {@link Kind#LOCK}. */
  public long duration() {
    return row[AMOUNT];
  }

  /** What it tells of. */
  public enum Kind {
    /** A thread that ran, or waited, at a moment. */
    EXECUTION,
    /** An amount of CPU time, as the JDK measures it from 25 on. */
    CPU_TIME,
    /** Samples of that kind that could not be kept. */
    LOST,
    /** An object that was allocated, or a buffer for objects. */
    ALLOCATION,
    /** An object that was in use at the end of a session. */
    LIVE,
    /** A wait for a monitor or another lock. */
    LOCK,
    /** Native memory that was allocated. */
    MALLOC
  }
}
