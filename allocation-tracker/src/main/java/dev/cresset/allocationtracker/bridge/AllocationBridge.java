package dev.cresset.allocationtracker.bridge;

import java.lang.reflect.Array;
import java.util.function.BiConsumer;

/**
 * Receives every allocation of instrumented code and hands the few that are sampled to the sink.
 *
 * <p>Nothing here keeps an object that the application allocated, so that the compiler may still
 * take its allocation away; nothing here throws. What an allocation is counted with ({@code bytes})
 * only sets its chance to be sampled: the sink finds out the true size, and weighs with the chance.
 *
 * <p>Static because instrumented code can reach it in no other way.
 */
public final class AllocationBridge {
  /** What the agent must agree with: see {@code BootClasses}. */
  public static final int CONTRACT = 1;

  /** Facts about a sampled allocation, in the order in which the sink gets them. */
  public static final int LENGTH = 0;

  public static final int OBJECTS = 1;
  public static final int COUNTED_BYTES = 2;
  public static final int INTERVAL = 3;

  /** The {@link #LENGTH} of an object that is no array. */
  public static final int NO_ARRAY = -1;

  /** What an object of a class is counted with: most objects are about as large. */
  public static final int OBJECT_BYTES = 24;

  /** What an array is counted with, in addition to its elements. */
  public static final int ARRAY_BYTES = 16;

  private static final int LATIN1_MAX = 0xFF;

  /** log2 of what a reference in an array is counted with. */
  private static final int REFERENCE_SHIFT = 2;

  private static final Tap TAP = new Tap();
  private static final Countdowns COUNTDOWNS = new Countdowns(TAP);

  private AllocationBridge() {}

  /**
   * @param newSink gets the class of a sampled allocation (its binary name, where the class file is
   *     too old to refer to it) and the facts; called on the thread that allocated; null for none
   * @param bytes to pause between two samples of a thread, on average
   */
  public static void install(BiConsumer<Object, long[]> newSink, long bytes) {
    TAP.install(newSink, bytes);
  }

  /** An object of a class, about to be constructed. */
  public static void object(Object type) {
    Countdown countdown = COUNTDOWNS.get();
    if ((countdown.left -= OBJECT_BYTES) <= 0) {
      countdown.fire(type, NO_ARRAY, 1, OBJECT_BYTES);
    }
  }

  /** An object that came from a clone or the capture of a lambda. */
  public static void made(Object object) {
    if (object != null) {
      object(object.getClass());
    }
  }

  /**
   * An array.
   *
   * @param shift log2 of the size of an element
   */
  public static void array(int length, Object type, int shift) {
    Countdown countdown = COUNTDOWNS.get();
    long bytes = ARRAY_BYTES + ((long) length << shift);
    if ((countdown.left -= bytes) <= 0) {
      countdown.fire(type, length, 1, bytes);
    }
  }

  /** An array that came from a clone or a copy. */
  public static void copied(Object[] array) {
    if (array != null) {
      array(array.length, array.getClass(), REFERENCE_SHIFT);
    }
  }

  /** An array still as it was made, of any number of dimensions. */
  public static void arrays(Object array) {
    long count = 1;
    Object level = array;
    while (level != null && level.getClass().isArray()) {
      int length = Array.getLength(level);
      arraysOfLevel(count, length, level.getClass());
      if (length == 0 || !(level instanceof Object[])) {
        return;
      }
      count *= length;
      level = ((Object[]) level)[0];
    }
  }

  private static void arraysOfLevel(long count, int length, Class<?> type) {
    Countdown countdown = COUNTDOWNS.get();
    long bytes = count * (ARRAY_BYTES + ((long) length << shift(type.getComponentType())));
    if ((countdown.left -= bytes) <= 0) {
      countdown.fire(type, length, count, bytes);
    }
  }

  /** log2 of what an element of an array is counted with. */
  static int shift(Class<?> element) {
    if (element == byte.class || element == boolean.class) {
      return 0;
    }
    if (element == char.class || element == short.class) {
      return 1;
    }
    return element == long.class || element == double.class ? 3 : 2;
  }

  /** The result of a string concatenation: the string and the array in it. */
  public static void concatenated(String string) {
    object(String.class);
    Countdown countdown = COUNTDOWNS.get();
    long bytes = ARRAY_BYTES + string.length();
    if ((countdown.left -= bytes) <= 0) {
      countdown.fire(byte[].class, encodedLength(string), 1, bytes);
    }
  }

  private static int encodedLength(String string) {
    int length = string.length();
    for (int i = 0; i < length; i++) {
      if (string.charAt(i) > LATIN1_MAX) {
        return 2 * length;
      }
    }
    return length;
  }
}
