package dev.cresset.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A program whose cost is compared with and without a profiler. */
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
    return workbench.startMeasured(name, options(workbench, launch, "512m"), launch.environment());
  }

  /**
   * A measured JVM's.
   *
   * @param heap its size from start to end: else what the classes of a profiler take would have the
   *     collector shrink it, or not
   */
  static List<String> options(Workbench workbench, Profiler.Launch launch, String heap) {
    List<String> options = new ArrayList<>(List.of("-Xms" + heap, "-Xmx" + heap));
    options.addAll(workbench.jvmOptions());
    options.addAll(launch.options());
    return options;
  }
}
