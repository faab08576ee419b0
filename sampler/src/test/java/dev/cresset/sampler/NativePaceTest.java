package dev.cresset.sampler;

import static dev.cresset.sampler.Measured.in;
import static dev.cresset.sampler.Measured.labelled;
import static dev.cresset.sampler.Measured.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What async-profiler says of a workload of known costs while its rates change under it. */
class NativePaceTest {
  private static final int[] FACTORS = {1, 4, 2, 1};
  private static final int WINDOWS_AT_ONE_PACE = 3;

  @TempDir static Path temp;

  private static WorkloadRun run;
  private static Measured measured;

  @BeforeAll
  static void sampleTheWorkloadAtChangingRates() throws Exception {
    try (Paced engine =
        new Paced(new NativeEngine(new SamplerConfig().withTempDirectory(temp), List.of()))) {
      run = WorkloadRun.under(engine, 24, 800);
      measured = run.measured();
    }
  }

  @Test
  void totalsStayWhatTheThreadHasMeasured() {
    assertThat(run.cpu(on("busy-worker-#"))).isCloseTo(run.workerCpuNanos(), withPercentage(6));
  }

  @Test
  void sharesStayRight() {
    assertThat(run.share("sixty")).isCloseTo(0.6, within(0.04));
    assertThat(run.share("thirty")).isCloseTo(0.3, within(0.04));
  }

  @Test
  void wallTimeStaysRight() {
    long elapsed = measured.durationNanos(Family.WALL);
    assertThat(
            measured.sum(Family.WALL, in("KnownWorkload.sleep").and(labelled("state", "sleeping"))))
        .isCloseTo(elapsed, withPercentage(12));
  }

  @Test
  void lockDelaysStayRight() {
    assertThat(measured.sum(Family.LOCK, labelled("class", WorkloadRun.CONTENDED)))
        .isCloseTo(run.monitorNanos(), withPercentage(15));
  }

  @Test
  void everyProfileTellsThePeriodItWasTakenAt() {
    List<Profile> windows = measured.of(Family.CPU);
    for (int i = 0; i < windows.size(); i++) {
      assertThat(windows.get(i).period()).isEqualTo(10_000_000L * factor(i));
    }
  }

  @Test
  void eachChangeIsToldWithTheTimeItTook() {
    assertThat(measured.of(Family.CPU).get(WINDOWS_AT_ONE_PACE).comments())
        .anyMatch(comment -> comment.matches("sampling paused for \\d+ µs to sample .*"));
  }

  private static int factor(int window) {
    return FACTORS[window / WINDOWS_AT_ONE_PACE % FACTORS.length];
  }

  /** Changes the pace every few windows. */
  private static final class Paced extends DelegatingEngine {
    private int window;

    Paced(NativeEngine engine) {
      super(engine);
    }

    @Override
    public List<Profile> seal() throws Exception {
      List<Profile> profiles = engine.seal();
      int factor = factor(++window);
      if (factor != factor(window - 1)) {
        engine.pace(
            Pace.CONFIGURED
                .with(Family.CPU, factor)
                .with(Family.WALL, factor)
                .with(Family.LOCK, factor));
      }
      return profiles;
    }
  }
}
