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

  private long[] rows;
  private int from;

  JfrEvent() {}

  void point(long[] rows, int from) {
    this.rows = rows;
    this.from = from;
  }

  public Kind kind() {
    return KINDS[(int) rows[from + KIND]];
  }

  public boolean is(Kind kind) {
    return rows[from + KIND] == kind.ordinal();
  }

  /** When it was taken or began, in the recorder's ticks. */
  public long time() {
    return rows[from + TIME];
  }

  public int thread() {
    return (int) rows[from + THREAD];
  }

  public int stack() {
    return (int) rows[from + STACK];
  }

  /** The object's class, of {@link Kind#ALLOCATION}, {@link Kind#LIVE}, {@link Kind#LOCK}. */
  public int classNumber() {
    return (int) rows[from + CLASS];
  }

  /** The number of the thread's state, of {@link Kind#EXECUTION}; see {@link JfrChunk}. */
  public long state() {
    return rows[from + AMOUNT];
  }

  /** How many samples it stands for, of any kind but {@link Kind#LOST}. */
  public int samples() {
    return is(Kind.EXECUTION) ? (int) Math.max(1, rows[from + FURTHER]) : 1;
  }

  /** How many samples {@link Kind#LOST} is about. */
  public long lost() {
    return rows[from + AMOUNT];
  }

  /**
   * In bytes, of {@link Kind#ALLOCATION}, {@link Kind#LIVE} and {@link Kind#MALLOC}; for how many
   * it stands where a recorder tells only that.
   */
  public long size() {
    return rows[from + AMOUNT];
  }

  /** Of the buffer that the object was the first in, of {@link Kind#ALLOCATION}; 0 for none. */
  public long bufferSize() {
    return rows[from + FURTHER];
  }

  /** In ticks, of {@link Kind#LIVE}. */
  public long allocationTime() {
    return rows[from + FURTHER];
  }

  /** In ticks, of {@link Kind#LOCK} and {@link Kind#CPU_TIME}. */
  public long duration() {
    return rows[from + AMOUNT];
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
