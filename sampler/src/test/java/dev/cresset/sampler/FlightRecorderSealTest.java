package dev.cresset.sampler;

import static dev.cresset.sampler.Measured.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of windows of the flight recorder when somebody interferes. */
class FlightRecorderSealTest {
  @TempDir Path temp;

  @Test
  void threadDumpsStandInForAWindowThatTheRecorderLost() throws Exception {
    try (FlightRecorderEngine engine = engine(temp)) {
      engine.start();
      engine.seal();
      ownRecordings().forEach(Recording::close);

      assertThat(engine.seal())
          .extracting(Profile::family)
          .containsExactly(Family.CPU, Family.WALL, Family.LOCK);
      assertThat(engine.seal())
          .allSatisfy(p -> assertThat(p.comments()).noneMatch(c -> c.contains("stand in")));
      assertThat(ownRecordings()).hasSize(1);
    }
    assertThat(ownRecordings()).isEmpty();
  }

  @Test
  void theyStandInForAsLongAsTheClockIsSetBackAndTheRecorderIsLeftAlone() throws Exception {
    AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);
    RecorderClock clock = new RecorderClock(25, shiftedBy(shift));
    SamplerConfig config = new SamplerConfig().withTempDirectory(temp);
    try (FlightRecorderEngine engine = new FlightRecorderEngine(config, List.of(), "", clock)) {
      engine.start();
      engine.seal();
      List<Recording> before = ownRecordings();

      shift.set(Duration.ofHours(-1));
      for (int window = 0; window < 3; window++) {
        assertThat(engine.seal())
            .allSatisfy(p ->
                assertThat(p.comments()).anyMatch(c -> c.contains("The clock was set back by PT")));
      }
      engine.pace(Pace.CONFIGURED);
      assertThat(ownRecordings()).isEqualTo(before);

      shift.set(Duration.ZERO);
      assertThat(engine.seal())
          .allSatisfy(p -> assertThat(p.comments()).noneMatch(c -> c.contains("stand in")));
    }
  }

  private static Clock shiftedBy(AtomicReference<Duration> shift) {
    return new Clock() {
      @Override
      public Instant instant() {
        return Instant.now().plus(shift.get());
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  @Test
  void theyDoNotStandInForever() throws Exception {
    Path directory = Files.createDirectory(temp.resolve("removed"));
    try (FlightRecorderEngine engine = engine(directory)) {
      engine.start();
      Files.delete(directory);

      assertThat(engine.seal())
          .allSatisfy(p -> assertThat(p.comments()).anyMatch(c -> c.contains("stand in")));
      assertThatThrownBy(engine::seal)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(directory.toString());
    }
  }

  @Test
  void aRecordingOfSomebodyElseThatEndsAChunkLosesAndDoublesNothing() throws Exception {
    try (FlightRecorderEngine engine = engine(temp)) {
      WorkloadRun run = WorkloadRun.under(meddledWith(engine), 5, 1000);

      assertThat(run.cpu(on("busy-worker-#"))).isCloseTo(run.workerCpuNanos(), withPercentage(5));
    }
  }

  @Test
  void whatARecordingOfSomebodyElseAsksForIsNotTakenForOurs() throws Exception {
    try (Recording other = new Recording(Configuration.getConfiguration("profile"));
        KnownWorkload workload = KnownWorkload.start(4);
        FlightRecorderEngine engine = engine(temp)) {
      other.enable("jdk.JavaMonitorEnter").withoutThreshold();
      other.start();

      WorkloadRun run = WorkloadRun.under(engine, workload, 5, 1000);

      assertThat(run.cpu(on("busy-worker-#"))).isCloseTo(run.workerCpuNanos(), withPercentage(5));
      assertThat(run.measured().samples(Family.LOCK, any -> true))
          .allSatisfy(
              wait -> assertThat(wait.value(2) / wait.value(1)).isGreaterThanOrEqualTo(10_000_000));
    }
  }

  private static ProfilingEngine meddledWith(FlightRecorderEngine engine) {
    return new DelegatingEngine(engine) {
      @Override
      public List<Profile> seal() throws Exception {
        try (Recording other = new Recording()) {
          other.start();
          other.stop();
        }
        return engine.seal();
      }
    };
  }

  private static FlightRecorderEngine engine(Path directory) {
    return new FlightRecorderEngine(new SamplerConfig().withTempDirectory(directory), List.of());
  }

  private static List<Recording> ownRecordings() {
    return FlightRecorder.getFlightRecorder().getRecordings().stream()
        .filter(recording -> recording.getName().equals("cresset"))
        .toList();
  }
}
