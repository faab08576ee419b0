package dev.cresset.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredProcessTest {
  @TempDir private Path folder;

  @Test
  void aBusyProcessTakesCpuTimeAndMemory() throws Exception {
    MeasuredProcess busy = shell("echo started 1; while :; do :; done");
    try {
      busy.await(Pattern.compile("started (1)"));
      while (busy.cpuSeconds() < 0.05) {
        Thread.sleep(10);
      }

      assertThat(busy.residentMegabytes()).isBetween(0.1, 100.0);
    } finally {
      busy.stop();
    }
  }

  @Test
  void theEndOfAProcessIsToldWithItsOutput() throws Exception {
    MeasuredProcess process = shell("echo no luck today");

    assertThatThrownBy(() -> process.await(Pattern.compile("(luck tomorrow)")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no luck today");
  }

  private MeasuredProcess shell(String script) throws IOException {
    return MeasuredProcess.start(folder.resolve("log"), Map.of(), "/bin/sh", "-c", script);
  }
}
