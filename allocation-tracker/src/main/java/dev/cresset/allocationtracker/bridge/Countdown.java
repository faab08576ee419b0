package dev.cresset.allocationtracker.bridge;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * How many bytes a thread may allocate until its next sample. The pauses are drawn from an
 * exponential distribution, which has no memory: whatever was counted since the last draw, each
 * further byte has the same chance. So nothing needs to be carried over from one draw to the next.
 */
final class Countdown {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
  private static final double TO_UNIT = 0x1.0p-53;
  private static final long SEED_STEP = 0xD1342543DE82EF95L;
  private static final AtomicLong SEEDS = new AtomicLong(System.nanoTime());

  long left;
  private long drawnFrom;
  private long seed = SEEDS.getAndAdd(SEED_STEP);
  private boolean sampling;
  private final Tap tap;

  Countdown(Tap tap) {
    this.tap = tap;
    draw();
  }

  /** Never throws: it runs in the middle of the application's code. */
  void fire(Object type, int length, long objects, long bytes) {
    long interval = drawnFrom;
    draw();
    BiConsumer<Object, long[]> sink = tap.sink;
    if (sink == null || sampling) {
      return;
    }
    sampling = true;
    try {
      sink.accept(type, new long[] {length, objects, bytes, interval});
    } catch (Throwable e) {
      // The sink counts its own failures. What is left is an exhausted stack or heap, which the
      // application will meet by itself.
    } finally {
      sampling = false;
    }
  }

  private void draw() {
    drawnFrom = tap.interval;
    left = (long) Math.ceil(-Math.log(unit()) * drawnFrom);
  }

  /** Evenly distributed above 0 and up to 1, by SplitMix64 (Steele, Lea and Flood, 2014). */
  private double unit() {
    seed += GOLDEN_RATIO;
    long z = seed;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (((z ^ (z >>> 31)) >>> 11) + 1) * TO_UNIT;
  }
}
