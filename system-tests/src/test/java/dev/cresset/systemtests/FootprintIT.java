package dev.cresset.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Cresset takes for itself. */
class FootprintIT {
  private static final long MEGABYTE = 1_000_000;

  @TempDir Path directory;

  @Test
  void anIdleServerAndItsEngineTakeAtMost700Megabytes() throws Exception {
    try (CressetServer server = new CressetServer(directory).start()) {
      long bytes =
          Stream.concat(Stream.of(server.process()), server.process().descendants())
              .mapToLong(FootprintIT::residentBytes)
              .sum();

      assertThat(bytes).isBetween(100 * MEGABYTE, 700 * MEGABYTE);
    }
  }

  @Test
  void theAgentIsAtMost15Megabytes() throws IOException {
    assertThat(Files.size(Shipped.agent())).isLessThanOrEqualTo(15 * MEGABYTE);
  }

  private static long residentBytes(ProcessHandle process) {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
