package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.profile.Family;
import dev.cresset.sampler.SamplerConfig.Engine;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SamplerConfigTest {
  @Test
  void theDefaultsAreThese() {
    SamplerConfig config = new SamplerConfig();

    assertThat(config.engine()).isEqualTo(Engine.AUTO);
    assertThat(config.families()).containsExactly(Family.CPU, Family.WALL, Family.LOCK);
    assertThat(config.cpuInterval()).isEqualTo(Duration.ofMillis(10));
    assertThat(config.wallInterval()).isEqualTo(Duration.ofMillis(100));
    assertThat(config.lockInterval()).isEqualTo(Duration.ofMillis(10));
    assertThat(config.nativeMemoryInterval()).isEqualTo(512 * 1024);
    assertThat(config.vmFrames()).isFalse();
    assertThat(config.maxDepth()).isEqualTo(512);
    assertThat(config.tempDirectory()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
  }

  @Test
  void aCopyDiffersInWhatWasChangedOnly() {
    SamplerConfig config = new SamplerConfig();
    SamplerConfig changed = config.withCpuInterval(Duration.ofMillis(20)).withMaxDepth(64);

    assertThat(changed.cpuInterval()).isEqualTo(Duration.ofMillis(20));
    assertThat(changed.maxDepth()).isEqualTo(64);
    assertThat(changed.wallInterval()).isEqualTo(config.wallInterval());
    assertThat(config.cpuInterval()).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void impossibleValuesAreRefusedWithARemedy() {
    assertThatThrownBy(() -> new SamplerConfig().withLockInterval(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lockInterval is PT0S; use a duration above zero, such as PT0.01S.");
    assertThatThrownBy(() -> new SamplerConfig().withMaxDepth(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxDepth is 0");
  }
}
