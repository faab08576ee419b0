package dev.cresset.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A program whose cost is compared with and without a profiler. Its heap has one size from start to
 * end: else what the classes of a profiler take would have the collector shrink it, or not.
 */
enum Program {
  /** CPU and garbage on one thread: a unit is the compilation of 60 classes. */
  COMPILE {
    @Override
    RunningProgram start(Workbench workbench, Profiler.Launch launch) throws IOException {
      return workload("CompileWorkload", workbench, launch);
    }
  },
  /** The demo's shop under a steady load: a unit is a request. */
  SHOP {
    @Override
    RunningProgram start(Workbench workbench, Profiler.Launch launch)
        throws IOException, InterruptedException {
      return RunningShop.start(workbench, launch);
    }
  },
  /** Three hundred threads that wait for locks, queues and pipes: a unit is a hundred jobs. */
  WAITING {
    @Override
    RunningProgram start(Workbench workbench, Profiler.Launch launch) throws IOException {
      return workload("WaitingWorkload", workbench, launch);
    }
  };

  /** Runs it in a JVM of its own. */
  abstract RunningProgram start(Workbench workbench, Profiler.Launch launch)
      throws IOException, InterruptedException;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static RunningProgram workload(String name, Workbench workbench, Profiler.Launch launch)
      throws IOException {
    List<String> options = new ArrayList<>(List.of("-Xms512m", "-Xmx512m"));
    options.addAll(launch.options());
    return workbench.startMeasured(name, options, launch.environment());
  }
}
