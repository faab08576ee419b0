package dev.cresset.sampler;

import static dev.cresset.sampler.Measured.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * async-profiler has taken SIGPROF and keeps it, which silences the recorder's CPU-time sampler.
 */
class FlightRecorderAfterAsyncProfilerTest {
  @TempDir Path temp;

  @Test
  void cpuTimeIsMeasuredNoLess() throws Exception {
    SamplerConfig config = new SamplerConfig().withTempDirectory(temp);
    try (NativeEngine before = new NativeEngine(config, List.of())) {
      before.start();
    }

    try (FlightRecorderEngine engine = new FlightRecorderEngine(config, List.of())) {
      WorkloadRun run = WorkloadRun.under(engine, 5, 1000);

      assertThat(run.cpu(on("busy-worker-#"))).isCloseTo(run.workerCpuNanos(), withPercentage(5));
    }
  }
}
