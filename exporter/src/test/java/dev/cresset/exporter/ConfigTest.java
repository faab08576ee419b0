package dev.cresset.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pins every setting's default, and what is refused. */
class ConfigTest {
  @Test
  void defaultsOfTheShipper() {
    ShipperConfig config = ShipperConfig.to("http://collector");

    assertThat(config.spoolProfiles()).isEqualTo(1000);
    assertThat(config.spoolBytes()).isEqualTo(32L * 1024 * 1024);
    assertThat(config.window()).isEqualTo(16);
    assertThat(config.initialBackoff()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.maxBackoff()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.answerTimeout()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void defaultsOfTheFileExporter() {
    FileExporterConfig config = new FileExporterConfig(Path.of("profiles"));

    assertThat(config.directory()).isEqualTo(Path.of("profiles"));
    assertThat(config.keep()).isEqualTo(10_000);
    assertThat(config.spoolProfiles()).isEqualTo(100);
    assertThat(config.spoolBytes()).isEqualTo(16L * 1024 * 1024);
    assertThat(config.retryInterval()).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource({
    "http://collector,            http://collector:7401",
    "http://collector:80/,        http://collector:80",
    "HTTPS://collector.shop.dev,  https://collector.shop.dev:7401",
    "http://[::1]:7401,           http://[::1]:7401",
  })
  void anAddressIsSchemeHostAndPerhapsPort(String text, String address) {
    assertThat(ShipperConfig.to(text).address()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "collector",
        "collector:7401",
        "ftp://collector",
        "http://",
        "http://collector/api",
        "http://me:secret@collector",
        "http://collector:port",
        "http://collector:70000",
        "http://a b",
      })
  void anythingElseIsNoAddress(String text) {
    assertThatThrownBy(() -> ShipperConfig.to(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The collector's address is \"%s\"; use http://HOST:7401, or https:// for TLS.", text);
  }

  @Test
  void aSettingThatMakesNoSenseIsRefusedByNameAndValue() {
    ShipperConfig shipper = ShipperConfig.to("http://collector");
    FileExporterConfig files = new FileExporterConfig(Path.of("profiles"));

    assertThatThrownBy(() -> shipper.withSpool(0, 1)).hasMessageContaining("spoolProfiles is 0");
    assertThatThrownBy(() -> shipper.withSpool(1, -1)).hasMessageContaining("spoolBytes is -1");
    assertThatThrownBy(() -> shipper.withWindow(0)).hasMessageContaining("window is 0");
    assertThatThrownBy(() -> shipper.withAnswerTimeout(Duration.ZERO))
        .hasMessageContaining("answerTimeout is PT0S");
    assertThatThrownBy(() -> files.withKeep(-1)).hasMessage("keep is -1; use 0 to keep all files.");
  }
}
