package dev.cresset.allocationtracker.bridge;

import java.lang.reflect.Array;
import java.util.function.BiConsumer;

/**
 * Receives the objects themselves, once they are constructed, of the few sites whose objects are
 * followed for as long as they live; hands those that are sampled to the sink.
 *
 * <p>An object that is passed here escapes: the compiler no longer takes its allocation away. So
 * only sites are followed whose objects were seen to reach the heap. Otherwise as {@link
 * AllocationBridge}, whose facts the sink gets too; their {@link AllocationBridge#OBJECTS} is 1.
 */
public final class SurvivorBridge {
  private static final Tap TAP = new Tap();
  private static final Countdowns COUNTDOWNS = new Countdowns(TAP);

  private SurvivorBridge() {}

  /**
   * @param newSink gets a sampled object and the facts, on the thread that made it; null for none
   * @param bytes to pause between two samples of a thread, on average
   */
  public static void install(BiConsumer<Object, long[]> newSink, long bytes) {
    TAP.install(newSink, bytes);
  }

  /** An object that was just constructed, or cloned; arrays too. */
  public static void object(Object object) {
    if (object == null) {
      return;
    }
    Class<?> type = object.getClass();
    if (type.isArray()) {
      array(object, Array.getLength(object), AllocationBridge.shift(type.getComponentType()));
      return;
    }
    Countdown countdown = COUNTDOWNS.get();
    if ((countdown.left -= AllocationBridge.OBJECT_BYTES) <= 0) {
      countdown.fire(object, AllocationBridge.NO_ARRAY, 1, AllocationBridge.OBJECT_BYTES);
    }
  }

  /**
   * @param shift log2 of the size of an element
   */
  public static void array(Object array, int length, int shift) {
    Countdown countdown = COUNTDOWNS.get();
    long bytes = AllocationBridge.ARRAY_BYTES + ((long) length << shift);
    if ((countdown.left -= bytes) <= 0) {
      countdown.fire(array, length, 1, bytes);
    }
  }
}
