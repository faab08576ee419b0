package dev.cresset.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/**
 * Programs that run at the same time, so that what the machine does meanwhile concerns them all.
 */
final class SideBySide {
  private SideBySide() {}

  interface Task<T, R> {
    R of(T program) throws Exception;
  }

  /** Has all do the same at once, and waits for the last. */
  static <T, R> List<R> each(List<T> programs, Task<T, R> task) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<R>> started =
          programs.stream().map(program -> threads.submit(() -> task.of(program))).toList();
      List<R> results = new ArrayList<>();
      for (Future<R> result : started) {
        results.add(result.get());
      }
      return results;
    }
  }

  /** What the same work took with a profiler and without it. */
  record Pair(Cost with, Cost without) {
    /**
     * @param withFirst which of the two is the one with it
     */
    static Pair of(boolean withFirst, Cost first, Cost second) {
      return withFirst ? new Pair(first, second) : new Pair(second, first);
    }

    double ratio(ToDoubleFunction<Cost> figure) {
      return figure.applyAsDouble(with) / figure.applyAsDouble(without);
    }

    double difference(ToDoubleFunction<Cost> figure) {
      return figure.applyAsDouble(with) - figure.applyAsDouble(without);
    }
  }
}
