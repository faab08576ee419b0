package dev.cresset.benchmarks.fleet;

import java.util.List;
import java.util.random.RandomGenerator;

/** What an agent's profile of a window measures. */
public enum FleetFamily {
  /** At 100 Hz, on one core and a half at most; a value is a multiple of the interval. */
  CPU("cpu", 1500, 1.05, List.of(new Type("cpu", "nanoseconds"))) {
    @Override
    void addTo(long[] values, int stack, RandomGenerator random) {
      values[0] += 10_000_000;
    }
  },

  /** One sample each half megabyte; what it stands for hangs on the size of the object. */
  ALLOC(
      "alloc",
      400,
      1.1,
      List.of(new Type("alloc_objects", "count"), new Type("alloc_space", "bytes"))) {
    @Override
    void addTo(long[] values, int stack, RandomGenerator random) {
      long size = size(stack, random);
      double objects = 1 / -Math.expm1(-size / INTERVAL);
      values[0] += rounded(objects, random);
      values[1] += rounded(objects * size, random);
    }
  };

  private static final double INTERVAL = 524_288;

  /** A place allocates objects of one class; every tenth one, arrays of all lengths. */
  private static long size(int stack, RandomGenerator random) {
    long place = FleetStacks.mix(stack);
    boolean arrays = Math.floorMod(place, 10) == 0;
    return arrays
        ? 16 + 8 * (long) (random.nextExponential() * 200)
        : 16 + 8 * Long.numberOfTrailingZeros(place >> 8) + 8 * Math.floorMod(place >> 40, 4);
  }

  /** Up as often as makes it right on average, as agents do. */
  private static long rounded(double value, RandomGenerator random) {
    return (long) (value + random.nextDouble());
  }

  /** One of its measures. */
  public record Type(String name, String unit) {}

  private final String family;
  private final int samples;
  private final double exponent;
  private final List<Type> types;

  FleetFamily(String family, int samples, double exponent, List<Type> types) {
    this.family = family;
    this.samples = samples;
    this.exponent = exponent;
    this.types = types;
  }

  /** Adds what one sample stands for. */
  abstract void addTo(long[] values, int stack, RandomGenerator random);

  /** As agents call it. */
  public String family() {
    return family;
  }

  /** Of a window at the busiest hour. */
  int samples() {
    return samples;
  }

  /** How unevenly stack traces are frequent. */
  double exponent() {
    return exponent;
  }

  public List<Type> types() {
    return types;
  }
}
