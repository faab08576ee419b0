package dev.cresset.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadOptionsTest {
  @Test
  void aUrlIsEnough() {
    LoadOptions options = LoadOptions.parse("http://127.0.0.1:8080");

    assertThat(options)
        .isEqualTo(
            new LoadOptions(
                List.of(URI.create("http://127.0.0.1:8080")), 150, 6, Duration.ofHours(24), false));
  }

  @Test
  void theConnectionsShareTheRate() {
    LoadOptions options =
        LoadOptions.parse("http://127.0.0.1:8080", "--rate", "20", "--connections", "4");

    assertThat(options.pause()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void aWrongValueIsNamed() {
    assertThatThrownBy(() -> LoadOptions.parse("http://127.0.0.1:8080", "--rate", "fast"))
        .hasMessage("--rate wants a whole number above zero, not fast.");
    assertThatThrownBy(() -> LoadOptions.parse("http://127.0.0.1:8080", "--seconds"))
        .hasMessage("--seconds wants a whole number above zero, not nothing.");
    assertThatThrownBy(() -> LoadOptions.parse("--rte", "5"))
        .hasMessage("--rte is neither an option nor a URL that starts with http://.");
    assertThatThrownBy(LoadOptions::parse).hasMessage("No URL was given.");
  }
}
