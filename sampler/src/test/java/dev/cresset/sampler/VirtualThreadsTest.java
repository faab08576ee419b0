package dev.cresset.sampler;

import static dev.cresset.sampler.Measured.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import dev.cresset.profile.Labels;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads are known by their stacks: their names no recorder tells. */
class VirtualThreadsTest {
  @TempDir private Path temp;

  private volatile boolean over;
  private volatile double sink;

  @Test
  void toAsyncProfilerTheyAreVirtualAndNotTheThreadsThatCarryThem() throws Exception {
    Measured measured = measure(new NativeEngine(config(), List.of()));

    assertAllAreVirtual(measured, Family.CPU, "VirtualThreadsTest.burn");
    assertAllAreVirtual(measured, Family.WALL, "VirtualThreadsTest.burn");
  }

  @Test
  void toTheFlightRecorderTheyAreVirtualToo() throws Exception {
    Measured measured = measure(new FlightRecorderEngine(config(), List.of(), ""));

    assertAllAreVirtual(measured, Family.CPU, "VirtualThreadsTest.burn");
  }

  private Measured measure(ProfilingEngine engine) throws Exception {
    Thread burning = Thread.ofVirtual().name("one-of-many").start(this::burn);
    try (engine) {
      engine.start();
      Thread.sleep(2000);
      return new Measured().add(engine.seal());
    } finally {
      over = true;
      burning.join();
    }
  }

  private void burn() {
    Random random = new Random(1);
    while (!over) {
      sink = Math.sin(random.nextDouble());
    }
  }

  private static void assertAllAreVirtual(Measured measured, Family family, String method) {
    assertThat(measured.samples(family, in(method)))
        .isNotEmpty()
        .allSatisfy(sample ->
            assertThat(sample.labels().asMap()).containsEntry(Labels.THREAD, "(virtual)"));
  }

  private SamplerConfig config() {
    return new SamplerConfig().withTempDirectory(temp);
  }
}
