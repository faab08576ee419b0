package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadSamplesTest {
  @TempDir Path temp;

  @Test
  void aThreadThatWorksFindsOutThatItWasSampled() throws Exception {
    SamplerConfig config =
        new SamplerConfig().withTempDirectory(temp).withCpuInterval(Duration.ofMillis(1));
    try (NativeEngine engine = new NativeEngine(config, List.of())) {
      engine.start();
      ByteBuffer times = ThreadSamples.ofThisThread();
      assertThat(times).isNotNull();

      long begun = System.nanoTime();
      long deadline = begun + Duration.ofSeconds(20).toNanos();
      while (times.getLong(0) < begun && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }

      assertThat(times.getLong(0)).isBetween(begun, System.nanoTime());
    }
  }
}
