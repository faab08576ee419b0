package dev.cresset.flamegraphui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FrontendModulesTest {
  @Test
  void theBrowsersModulesPassTheirTests() throws Exception {
    String node = Path.of(System.getProperty("cresset.home"), "node", "bin", "node").toString();
    Process process =
        new ProcessBuilder(node, "--test", "src/test/frontend/*.test.ts")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).containsPattern("pass [1-9]");
  }
}
