package dev.cresset.collector.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A service of which the truth is known: handlers call methods of given costs, and what is run
 * varies from window to window (with memory), from instance to instance, and by sampling.
 */
final class SimulatedService {
  static final int HANDLERS = 6;
  private static final long SAMPLE_NANOS = 10_000_000;
  private static final double SAMPLES_A_WINDOW = 300;

  private final double[] cost;
  private final Noise noise;

  /**
   * @param handler how much a handler's work varies from window to window, as the standard
   *     deviation of its logarithm
   * @param memory how much of it lasts into the next window
   * @param method how much a method's work varies from window to window
   * @param instance how much a method's work varies from instance to instance
   * @param load how much all work varies from window to window
   */
  record Noise(double handler, double memory, double method, double instance, double load) {
    static final Noise NONE = new Noise(0, 0, 0, 0, 0);
    static final Noise OVERDISPERSED = new Noise(0.3, 0.6, 0.2, 0, 0.4);
  }

  SimulatedService(double[] cost, Noise noise) {
    this.cost = cost.clone();
    this.noise = noise;
  }

  /** Costs as they are found in services: few methods have most. */
  static double[] skewedCosts(int methods) {
    double[] cost = new double[methods];
    for (int i = 0; i < methods; i++) {
      cost[i] = 1 / Math.pow(i + 2, 1.1);
    }
    return cost;
  }

  static FunctionTable functions(int methods) {
    FunctionTable functions = new FunctionTable();
    List<String> names = new ArrayList<>(List.of("main"));
    for (int i = 0; i < HANDLERS; i++) {
      names.add("handler" + i);
    }
    for (int i = 0; i < methods; i++) {
      names.add("method" + i);
    }
    names.forEach(
        name -> functions.number(new StackTable.StackFrame(name, "", "", 0, FrameKind.JAVA), 1));
    return functions;
  }

  static int main() {
    return 1;
  }

  static int handler(int index) {
    return 2 + index;
  }

  static int method(int index) {
    return 2 + HANDLERS + index;
  }

  /** The share of a method in the long run. */
  double trueShare(int method) {
    return cost[method] / work();
  }

  /** What the service takes for a unit of work. */
  double work() {
    return sum(cost);
  }

  SideTally run(int instances, int windows, Random random) {
    BlockPlan plan = BlockPlan.of(instances, (long) instances * windows);
    SideTally tally = new SideTally(plan);
    long[][] samples = new long[cost.length][plan.blocks()];
    for (int instance = 0; instance < instances; instance++) {
      runInstance(instance, windows, plan, samples, random);
    }
    for (int i = 0; i < cost.length; i++) {
      long sum = 0;
      long[] values = new long[plan.blocks()];
      for (int block = 0; block < values.length; block++) {
        values[block] = samples[i][block] * SAMPLE_NANOS;
        sum += samples[i][block];
      }
      if (sum > 0) {
        int[] stack = {method(i), handler(i % HANDLERS), main()};
        PlainDiff.add(
            tally,
            stack,
            sum * SAMPLE_NANOS,
            sum,
            (double) sum * SAMPLE_NANOS * SAMPLE_NANOS,
            values);
      }
    }
    return tally;
  }

  private void runInstance(
      int instance, int windows, BlockPlan plan, long[][] samples, Random random) {
    double[] own = new double[cost.length];
    for (int i = 0; i < cost.length; i++) {
      own[i] = cost[i] * lognormal(noise.instance, random.nextGaussian());
    }
    double[] state = random.doubles(HANDLERS).map(x -> random.nextGaussian()).toArray();
    for (int window = 0; window < windows; window++) {
      for (int handler = 0; handler < HANDLERS; handler++) {
        double fresh = Math.sqrt(1 - noise.memory * noise.memory) * random.nextGaussian();
        state[handler] = noise.memory * state[handler] + fresh;
      }
      int block = instance % plan.groups() * plan.slots() + window * plan.slots() / windows;
      double load = SAMPLES_A_WINDOW / sum(cost) * lognormal(noise.load, random.nextGaussian());
      for (int i = 0; i < cost.length; i++) {
        double work =
            load
                * own[i]
                * lognormal(noise.handler, state[i % HANDLERS])
                * lognormal(noise.method, random.nextGaussian());
        samples[i][block] += poisson(work, random);
      }
    }
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** With a mean of 1. */
  private static double lognormal(double deviation, double standard) {
    return Math.exp(deviation * standard - deviation * deviation / 2);
  }

  private static long poisson(double mean, Random random) {
    if (mean > 100) {
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    long count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }
}
