package dev.cresset.sampler.jfr;

import dev.cresset.sampler.jfr.JfrEvent.Kind;
import dev.cresset.sampler.jfr.TypeTable.Field;
import dev.cresset.sampler.jfr.TypeTable.Type;
import java.util.Arrays;
import java.util.List;

/** Where a type of event has what families want to know. One thread. */
final class EventLayout {
  private static final int SKIPPED = -1;
  private static final int UNKNOWN = -1;

  private final Kind kind;
  private final TypeTable types;
  private final List<Field> fields;

  /** By field, up to the last that is wanted. */
  private final int[] columns;

  private EventLayout(Kind kind, TypeTable types, Type type) {
    this.kind = kind;
    this.types = types;
    this.fields = type.fields;
    int wanted = 0;
    int[] all = new int[fields.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = column(fields.get(i).name);
      wanted = all[i] == SKIPPED ? wanted : i + 1;
    }
    this.columns = Arrays.copyOf(all, wanted);
  }

  /** Null if nobody wants such events. */
  static EventLayout of(Type type, TypeTable types) {
    Kind kind = kind(type.name);
    return kind == null ? null : new EventLayout(kind, types, type);
  }

  /**
   * Reads the fields of an event.
   *
   * @param rows whose row of zeros from an index on receives them
   */
  void read(ChunkBytes bytes, ConstantPools pools, long[] rows, int from) {
    rows[from + JfrEvent.KIND] = kind.ordinal();
    rows[from + JfrEvent.STACK] = UNKNOWN;
    rows[from + JfrEvent.CLASS] = UNKNOWN;
    for (int i = 0; i < columns.length; i++) {
      int column = columns[i];
      if (column == SKIPPED) {
        types.skip(fields.get(i));
      } else {
        rows[from + column] = number(column, bytes.varlong(), pools);
      }
    }
  }

  private static long number(int column, long value, ConstantPools pools) {
    switch (column) {
      case JfrEvent.THREAD:
        return pools.threads.row(value);
      case JfrEvent.STACK:
        return pools.stacks.find(value);
      case JfrEvent.CLASS:
        return pools.classes.find(value);
      default:
        return value;
    }
  }

  private static Kind kind(String event) {
    switch (event) {
      case "jdk.ExecutionSample":
      case "jdk.NativeMethodSample":
      case "profiler.WallClockSample":
        return Kind.EXECUTION;
      case "jdk.CPUTimeSample":
        return Kind.CPU_TIME;
      case "jdk.CPUTimeSamplesLost":
        return Kind.LOST;
      case "jdk.ObjectAllocationSample":
      case "jdk.ObjectAllocationInNewTLAB":
      case "jdk.ObjectAllocationOutsideTLAB":
        return Kind.ALLOCATION;
      case "profiler.LiveObject":
        return Kind.LIVE;
      case "jdk.JavaMonitorEnter":
      case "jdk.ThreadPark":
        return Kind.LOCK;
      case "profiler.Malloc":
        return Kind.MALLOC;
      default:
        return null;
    }
  }

  private static int column(String field) {
    switch (field) {
      case "startTime":
        return JfrEvent.TIME;
      case "sampledThread":
      case "eventThread":
        return JfrEvent.THREAD;
      case "stackTrace":
        return JfrEvent.STACK;
      case "objectClass":
      case "monitorClass":
      case "parkedClass":
        return JfrEvent.CLASS;
      case "state":
      case "allocationSize":
      case "weight":
      case "size":
      case "duration":
      case "samplingPeriod":
      case "lostSamples":
        return JfrEvent.AMOUNT;
      case "samples":
      case "tlabSize":
      case "allocationTime":
        return JfrEvent.FURTHER;
      default:
        return SKIPPED;
    }
  }
}
