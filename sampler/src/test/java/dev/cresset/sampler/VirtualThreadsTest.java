package dev.cresset.sampler;

import static dev.cresset.sampler.Measured.in;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads are known by their stacks: their names no recorder tells. */
class VirtualThreadsTest {
  @TempDir private Path temp;

  private volatile boolean over;
  private volatile double sink;

  @Test
  void toAsyncProfilerTheyAreVirtualAndNotTheThreadsThatCarryThem() throws Exception {
    Measured measured = measure(new NativeEngine(config(), List.of()), this::burn);

    assertAllAreVirtual(measured, Family.CPU, "VirtualThreadsTest.burn");
    assertAllAreVirtual(measured, Family.WALL, "VirtualThreadsTest.burn");
  }

  @Test
  void soAreThoseThatHaveWaitedWhoseCallersAreOffTheStack() throws Exception {
    Measured measured = measure(new NativeEngine(config(), List.of()), this::burnAndWait);

    assertAllAreVirtual(measured, Family.CPU, "VirtualThreadsTest.spin");
    assertThat(measured.samples(Family.CPU, in("VirtualThreadsTest.spin")))
        .extracting(sample -> sample.stackTrace().frames().getLast().function())
        .contains("[suspended_callers]");
  }

  @Test
  void toTheFlightRecorderTheyAreVirtualToo() throws Exception {
    Measured measured = measure(new FlightRecorderEngine(config(), List.of(), ""), this::burn);

    assertAllAreVirtual(measured, Family.CPU, "VirtualThreadsTest.burn");
  }

  @Test
  void waitsOfVirtualThreadsAreLeftOutSinceAsyncProfilerDoesNotKnowTheirLength() throws Exception {
    Measured measured = new Measured();
    boolean leftOut = false;
    try (NativeEngine engine = new NativeEngine(config(), List.of())) {
      engine.start();
      // On a busy machine samples are skipped, perhaps those of the few waits of a round.
      for (int round = 0; round < 50 && !leftOut; round++) {
        contend(Thread.ofVirtual());
        contend(Thread.ofPlatform());
        List<Profile> window = engine.seal();
        measured.add(window);
        leftOut = window.stream().anyMatch(VirtualThreadsTest::tellsOfWaitsLeftOut);
      }
    }

    assertThat(leftOut).isTrue();
    assertThat(measured.samples(Family.LOCK, in("VirtualThreadsTest.hold")))
        .isNotEmpty()
        .noneMatch(sample -> "(virtual)".equals(sample.labels().asMap().get(Labels.THREAD)));
  }

  private static boolean tellsOfWaitsLeftOut(Profile profile) {
    return profile.comments().stream()
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

  private Measured measure(ProfilingEngine engine, Runnable work) throws Exception {
    Thread burning = Thread.ofVirtual().name("one-of-many").start(work);
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

  private void burnAndWait() {
    while (!over) {
      spin();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void spin() {
    for (int i = 0; i < 1_000_000; i++) {
      sink += Math.sqrt(i);
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
