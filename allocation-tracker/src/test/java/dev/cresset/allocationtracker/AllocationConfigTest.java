package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.allocationtracker.AllocationConfig.Instrumentation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllocationConfigTest {
  @Test
  void theDefaultsAreWhatTheDocumentationSays() {
    AllocationConfig config = new AllocationConfig();

    assertThat(config.interval()).isEqualTo(524_288);
    assertThat(config.maxSamplesPerSecond()).isEqualTo(200);
    assertThat(config.maxDepth()).isEqualTo(512);
    assertThat(config.instrumentation()).isEqualTo(Instrumentation.AUTO);
    assertThat(config.includes()).isEmpty();
    assertThat(config.excludes()).isEmpty();
    assertThat(config.tempDirectory()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
  }

  @Test
  void eachChangeIsACopyThatKeepsTheOthers() {
    AllocationConfig defaults = new AllocationConfig();
    AllocationConfig changed =
        defaults
            .withInterval(1024)
            .withMaxSamplesPerSecond(7)
            .withMaxDepth(64)
            .withInstrumentation(Instrumentation.ON)
            .withIncludes(List.of("com.shop"))
            .withExcludes(List.of("com.shop.gen"))
            .withTempDirectory(Path.of("elsewhere"));

    assertThat(changed.interval()).isEqualTo(1024);
    assertThat(changed.maxSamplesPerSecond()).isEqualTo(7);
    assertThat(changed.maxDepth()).isEqualTo(64);
    assertThat(changed.instrumentation()).isEqualTo(Instrumentation.ON);
    assertThat(changed.includes()).containsExactly("com.shop");
    assertThat(changed.excludes()).containsExactly("com.shop.gen");
    assertThat(changed.tempDirectory()).isEqualTo(Path.of("elsewhere"));
    assertThat(defaults.interval()).isEqualTo(524_288);
  }

  @Test
  void packagesAreCopied() {
    List<String> packages = new ArrayList<>(List.of("com.shop"));
    AllocationConfig config = new AllocationConfig().withIncludes(packages);
    packages.clear();

    assertThat(config.includes()).containsExactly("com.shop");
  }

  @Test
  void aSizeBelowOneIsRefusedByName() {
    AllocationConfig config = new AllocationConfig();

    assertThatThrownBy(() -> config.withInterval(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval is 0; use 1 or more.");
    assertThatThrownBy(() -> config.withMaxSamplesPerSecond(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> config.withMaxDepth(0)).hasMessageContaining("maxDepth");
  }
}
