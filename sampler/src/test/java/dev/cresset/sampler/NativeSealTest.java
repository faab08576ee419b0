package dev.cresset.sampler;

import static dev.cresset.sampler.Measured.in;
import static dev.cresset.sampler.Measured.labelled;
import static dev.cresset.sampler.Measured.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.jfr.JfrEvent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How async-profiler's windows are sealed: nothing is left behind, nothing lost on the way. */
class NativeSealTest {
  @TempDir Path temp;

  @Test
  void theRecordingHasNoNameAndTakesNoMoreSpaceHoweverOftenItIsSealed() throws Exception {
    try (NativeEngine engine = engine(config())) {
      engine.start();
      for (int i = 0; i < 100; i++) {
        engine.seal();
      }

      assertThat(temp).isEmptyDirectory();
      assertThat(recordings()).hasSize(1);
      assertThat(bytesOnDisk(recordings().get(0))).isLessThan(100_000);
    }
    assertThat(temp).isEmptyDirectory();
    assertThat(recordings()).isEmpty();
  }

  @Test
  void aNewSessionTakesOverWithinTheWindowWhenMemoryHasGrown() throws Exception {
    try (KnownWorkload workload = KnownWorkload.start();
        NativeEngine engine = new NativeEngine(config(), List.of(), 0)) {
      WorkloadRun run = WorkloadRun.under(engine, workload, 4, 2500);

      assertThat(run.measured().of(Family.CPU))
          .anySatisfy(p -> assertThat(p.comments()).anyMatch(c -> c.startsWith("sampling paused")));
      assertThat(run.cpu(on("busy-worker-#"))).isCloseTo(run.workerCpuNanos(), withPercentage(7));
    }
  }

  @Test
  void noSessionLeavesABufferBehind() throws Exception {
    int sessions = 20;
    try (NativeEngine engine = new NativeEngine(config(), List.of(), 0)) {
      engine.start();
      engine.seal();
      long before = directBuffers();
      for (int i = 0; i < sessions; i++) {
        engine.seal();
      }

      assertThat(directBuffers()).isLessThan(before + sessions / 2);
    }
  }

  private static long directBuffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getCount)
        .sum();
  }

  @Test
  void whenSomebodyStopsTheProfilerItIsStartedAgainAndTheWindowSaysSo() throws Exception {
    try (KnownWorkload workload = KnownWorkload.start();
        NativeEngine engine = engine(config())) {
      engine.start();
      AsyncProfiler.getInstance().execute("stop,loglevel=none");

      assertThat(engine.seal())
          .allSatisfy(p -> assertThat(p.comments()).anyMatch(c -> c.contains("somebody else")));

      long cpu = workload.workerCpuNanos();
      Thread.sleep(2000);
      Measured measured = new Measured().add(engine.seal());
      assertThat(measured.sum(Family.CPU, on("busy-worker-#")))
          .isCloseTo(workload.workerCpuNanos() - cpu, withPercentage(15));
    }
  }

  @Test
  void aWindowThatCannotBeReadIsLostAndTheNextIsThere() throws Exception {
    try (NativeEngine engine = engine(config())) {
      engine.start();
      Process truncate =
          new ProcessBuilder("truncate", "-s", "0", path(recordings().get(0))).start();
      assertThat(truncate.waitFor()).isZero();

      assertThatThrownBy(engine::seal).isInstanceOf(IOException.class);

      assertThat(engine.seal()).extracting(Profile::family).contains(Family.CPU, Family.WALL);
    }
  }

  @Test
  void evenAnErrorLosesOneWindowAndLeavesNothingOfItInTheNext() throws Exception {
    AtomicBoolean fails = new AtomicBoolean();
    try (KnownWorkload workload = KnownWorkload.start();
        NativeEngine engine = new NativeEngine(config(), List.of(new FailingFamily(fails)))) {
      engine.start();
      Thread.sleep(1000);
      fails.set(true);
      assertThatThrownBy(engine::seal).isInstanceOf(OutOfMemoryError.class);

      long cpu = workload.workerCpuNanos();
      Thread.sleep(2000);
      Measured measured = new Measured().add(engine.seal());
      assertThat(measured.sum(Family.CPU, on("busy-worker-#")))
          .isCloseTo(workload.workerCpuNanos() - cpu, withPercentage(15));
    }
  }

  @Test
  void stacksDeeperThanTheLimitSayThatTheyAreCut() throws Exception {
    try (KnownWorkload workload = KnownWorkload.start();
        NativeEngine engine = engine(config().withMaxDepth(4))) {
      Measured measured = WorkloadRun.under(engine, workload, 4, 500).measured();

      assertThat(measured.samples(Family.CPU, in("[truncated]").and(on("busy-worker-#"))))
          .isNotEmpty()
          .allSatisfy(s -> assertThat(s.stackTrace().depth()).isEqualTo(4));
      assertThat(measured.of(Family.CPU))
          .anySatisfy(
              p -> assertThat(p.comments()).anyMatch(c -> c.contains("not walked to the end")));
    }
  }

  @Test
  void waitsShorterThanTheIntervalAreSampledAndScaledUp() throws Exception {
    SamplerConfig config = config().withLockInterval(Duration.ofMillis(20));
    try (KnownWorkload workload = KnownWorkload.start(4);
        NativeEngine engine = engine(config)) {
      WorkloadRun run = WorkloadRun.under(engine, workload, 3, 4000);

      assertThat(run.measured().sum(Family.LOCK, labelled("class", WorkloadRun.CONTENDED)))
          .isCloseTo(run.monitorNanos(), withPercentage(20));
      assertThat(run.measured().sum(Family.LOCK, 1, labelled("class", WorkloadRun.CONTENDED)))
          .isCloseTo(run.monitorWaits(), withPercentage(25));
    }
  }

  @Test
  void closingTwiceDoesNothingMore() throws Exception {
    NativeEngine engine = engine(config());
    engine.start();
    engine.close();
    engine.close();
  }

  @Test
  void aTempDirectoryThatCannotBeUsedIsNamedWithTheRemedy() {
    Path missing = temp.resolve("missing");

    assertThatThrownBy(() -> engine(config().withTempDirectory(missing)).start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("set another temp directory");
  }

  private SamplerConfig config() {
    return new SamplerConfig().withTempDirectory(temp);
  }

  private static NativeEngine engine(SamplerConfig config) {
    return new NativeEngine(config, List.of());
  }

  /** Asks for nothing, and fails at the end of a window when it is told to. */
  private record FailingFamily(AtomicBoolean fails) implements RecordedFamily {
    @Override
    public Family family() {
      return Family.LIVE;
    }

    @Override
    public Recorder recorder() {
      return Recorder.ASYNC_PROFILER;
    }

    @Override
    public Map<String, String> settings() {
      return Map.of();
    }

    @Override
    public void read(JfrEvent event, RecordedChunk chunk, Profile.Builder profile) {}

    @Override
    public void finish(Profile.Builder profile) {
      if (fails.getAndSet(false)) {
        throw new OutOfMemoryError("as told");
      }
    }
  }

  private static List<Path> recordings() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path file : open) {
        try {
          if (Files.readSymbolicLink(file).toString().contains("recording.jfr")) {
            found.add(file);
          }
        } catch (NoSuchFileException e) {
          // Closed meanwhile.
        }
      }
    }
    // async-profiler has a descriptor of its own beside ours.
    return found.subList(0, found.size() / 2);
  }

  private static long bytesOnDisk(Path file) throws Exception {
    Process stat = new ProcessBuilder("stat", "-L", "-c", "%b", path(file)).start();
    String blocks = new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    return Long.parseLong(blocks) * 512;
  }

  private static String path(Path descriptor) {
    return "/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor.getFileName();
  }
}
