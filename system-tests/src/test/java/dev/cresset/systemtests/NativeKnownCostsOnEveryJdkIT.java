package dev.cresset.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As the agent comes: async-profiler samples. */
class NativeKnownCostsIT extends KnownCostsContract {
  @Override
  String engineOptions() {
    return "overhead.budget=off,engine=async-profiler,cpu.interval=2ms,alloc.interval=128k";
  }

  @Override
  int cpuSamples() {
    return 3000;
  }

  @Override
  double cpuPoints(long samples) {
    return 3;
  }

  @Override
  double allocationPercent(long samples) {
    // The ratio of two sums varies more than either.
    return Math.max(10, 1.25 * chancePercent(samples));
  }

  @Override
  double lockPercent(long samples) {
    return 10;
  }

  /** Its timer is late on a machine that is busy with other things. */
  @Override
  double wallPercent(long samples) {
    return 20;
  }

  @Test
  void goToolPprofReadsItStraightFromTheServer(@TempDir Path directory) throws Exception {
    String url = api().url("flamegraph?service=" + service() + "&type=cpu&format=pprof");
    try (Child pprof =
        Child.start(directory, "pprof", List.of("go", "tool", "pprof", "-top", url))) {
      pprof.awaitSuccess();

      assertThat(String.join("\n", pprof.out()))
          .contains("Type: cpu")
          .contains("Duration: ")
          .containsPattern("% +com\\.example\\.workload\\.KnownCosts\\$Burner\\.sixty");
    }
  }
}
