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

  @Test
  void waitsOfVirtualThreadsAreLeftOutSinceAsyncProfilerDoesNotKnowTheirLength() throws Exception {
    Measured measured = new Measured();
    try (NativeEngine engine = new NativeEngine(config(), List.of())) {
      engine.start();
      for (int round = 0; round < 5; round++) {
        contend(Thread.ofVirtual());
        contend(Thread.ofPlatform());
      }
      measured.add(engine.seal());
    }

    assertThat(measured.samples(Family.LOCK, in("VirtualThreadsTest.hold")))
        .isNotEmpty()
        .noneMatch(sample -> "(virtual)".equals(sample.labels().asMap().get(Labels.THREAD)));
    assertThat(measured.of(Family.LOCK).getFirst().comments())
        .anyMatch(comment -> comment.matches("\\d+ waits of virtual threads left out: .*"));
  }

  private void contend(Thread.Builder threads) throws InterruptedException {
    List<Thread> holding =
        List.of(threads.start(this::hold), threads.start(this::hold), threads.start(this::hold));
    for (Thread thread : holding) {
      thread.join();
    }
  }

  private synchronized void hold() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
