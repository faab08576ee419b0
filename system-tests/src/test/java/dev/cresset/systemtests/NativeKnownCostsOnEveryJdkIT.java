package dev.cresset.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As the agent comes: async-profiler samples. */
class NativeKnownCostsOnEveryJdkIT extends NativeKnownCosts {
  static Stream<Jdk> jdks() {
    return Jdk.all();
  }

  @Override
  String engineOptions() {
    return "overhead.budget=off,engine=async-profiler,cpu.interval=1ms,alloc.interval=32k";
  }

  /** On a JDK 8 with debug symbols it sees allocation buffers: as many as samples are wanted. */
  @Override
  List<String> jvmOptions(Jdk jdk) {
    return jdk.version() < 11 ? List.of("-XX:TLABSize=32k", "-XX:-ResizeTLAB") : List.of();
  }

  /** Of 5,000 samples, chance moves a share of 60 % by 2 points in one of 250 runs. */
  @Override
  int cpuSamples() {
    return 7000;
  }

  /**
   * Chance moves the ratio of two such sums by 1.4 % in one of three runs. Half as many on JDK 8,
   * where without debug symbols classes are instrumented, and 200 samples a second are the most.
   */
  @Override
  int allocationSamples() {
    return jdk.version() < 11 ? 4000 : 8000;
  }

  @Override
  double cpuPoints(long samples) {
    return 2;
  }

  /** Of the ratio of two sums, of which the other is twice as large: more is open to chance. */
  @Override
  double allocationPercent(long samples) {
    return Math.max(5, chancePercent(samples) * Math.sqrt(1.5));
  }

  @Override
  double wallPoints(long samples) {
    return 2 + chancePoints(samples);
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
