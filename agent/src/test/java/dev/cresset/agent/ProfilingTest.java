package dev.cresset.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.logging.AgentLog;
import dev.cresset.allocationtracker.AllocationConfig;
import dev.cresset.allocationtracker.LiveConfig;
import dev.cresset.allocationtracker.SessionSurvivors;
import dev.cresset.exporter.ExportCounts;
import dev.cresset.exporter.ProfileSink;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.ProfilingEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProfilingTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(10);

  private final ScriptedEngine engine = new ScriptedEngine("scripted");
  private final ScriptedEngine instrumentation = new ScriptedEngine("instrumentation");
  private final Sink first = new Sink();
  private final Sink second = new Sink();
  private boolean instrumented;
  private EngineSeat instrumentationSeat;

  @Test
  void everyPeriodEndsAWindowWhoseProfileGoesToEverySink() throws Exception {
    Profiling profiling = start(SHORT);

    for (int i = 0; i < 3; i++) {
      Profile profile = first.profiles.poll(30, TimeUnit.SECONDS);
      assertThat(profile).isNotNull();
      assertThat(second.profiles.poll(30, TimeUnit.SECONDS)).isSameAs(profile);
    }
    assertThat(profiling.stop(LONG)).isTrue();
  }

  @Test
  void stoppingEndsTheLastWindowAndClosesEverything() throws Exception {
    Profiling profiling = start(LONG);

    assertThat(profiling.stop(Duration.ofSeconds(30))).isTrue();

    assertThat(first.profiles).hasSize(1);
    assertThat(engine.closed).isTrue();
    assertThat(first.closedWithin).isBetween(Duration.ofNanos(1), Duration.ofSeconds(30));
    assertThat(second.closedWithin).isLessThanOrEqualTo(first.closedWithin);
  }

  @Test
  void stoppingDoesNotWaitLongerThanItMay() {
    Profiling profiling = profiling(LONG);

    assertThat(profiling.stop(Duration.ofMillis(1))).as("stopped without ever running").isFalse();
    assertThat(first.closedWithin).isEqualTo(Duration.ZERO);
  }

  @Test
  void nothingStartsAfterItWasStopped() {
    Profiling profiling = profiling(LONG);
    profiling.stop(Duration.ZERO);

    profiling.run();

    assertThat(engine.seals).hasValue(0);
  }

  @Test
  void anInterruptIsNoReasonToStop() throws Exception {
    Profiling profiling = profiling(SHORT);
    Thread thread = new Thread(profiling::run);
    thread.start();

    assertThat(first.profiles.poll(30, TimeUnit.SECONDS)).isNotNull();
    thread.interrupt();
    first.profiles.clear();

    assertThat(first.profiles.poll(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(profiling.stop(LONG)).isTrue();
  }

  @Test
  void evenAnErrorWhereNoneIsExpectedDoesNotEndProfiling() throws Exception {
    engine.failures.add(new OutOfMemoryError("heap"));
    engine.nameFails.set(true);
    Profiling profiling = start(SHORT);

    assertThat(first.profiles.poll(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(engine.nameFails).as("the window that failed could not be named").isFalse();
    assertThat(profiling.stop(LONG)).isTrue();
  }

  @Test
  void theInstrumentationHasItsOwnLastWindow() throws Exception {
    instrumented = true;
    Profiling profiling = start(LONG);
    while (instrumentationSeat.families().isEmpty()) {
      Thread.sleep(1);
    }

    assertThat(profiling.stop(LONG)).isTrue();

    assertThat(instrumentation.closed).isTrue();
    assertThat(first.profiles).hasSize(2);
  }

  @Test
  void theSamplerGoesOnAndStopsWhileTheInstrumentationTakesItsTime() throws Exception {
    instrumented = true;
    instrumentation.mayStart = new CountDownLatch(1);
    Profiling profiling = start(SHORT);
    assertThat(instrumentation.started.await(30, TimeUnit.SECONDS)).isTrue();

    first.profiles.clear();
    assertThat(first.profiles.poll(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(profiling.stop(LONG)).isTrue();

    assertThat(instrumentation.seals).hasValue(0);
    instrumentation.mayStart.countDown();
    profiling.awaitEnded();
    assertThat(instrumentation.closed).isTrue();
  }

  private Profiling start(Duration period) throws InterruptedException {
    Profiling profiling = profiling(period);
    new Thread(profiling::run).start();
    assertThat(engine.started.await(30, TimeUnit.SECONDS)).isTrue();
    return profiling;
  }

  private Profiling profiling(Duration period) {
    AgentLog log = AgentLog.toStandardError(AgentLog.Level.WARN);
    instrumentationSeat = new EngineSeat(new Always(instrumentation, instrumented), log);
    return new Profiling(
        new EngineSeat(new Always(engine, true), log),
        instrumentationSeat,
        new LiveEngines(
            new LiveConfig(),
            new AllocationConfig(),
            null,
            new SessionSurvivors(new LiveConfig()),
            false),
        new ProfileDispatch(List.of(first, second)),
        period,
        log);
  }

  private record Always(ScriptedEngine engine, boolean isWanted) implements EngineSource {
    @Override
    public ProfilingEngine start() {
      engine.start();
      return engine;
    }

    @Override
    public void distrust(ProfilingEngine failed) {}
  }

  private static final class Sink implements ProfileSink {
    final BlockingQueue<Profile> profiles = new LinkedBlockingQueue<>();
    volatile Duration closedWithin;

    @Override
    public void accept(Profile profile) {
      profiles.add(profile);
    }

    @Override
    public boolean flush(Duration deadline) {
      return true;
    }

    @Override
    public boolean close(Duration deadline) {
      closedWithin = deadline;
      return true;
    }

    @Override
    public void takeOver(ProfileSink former) {}

    @Override
    public ExportCounts counts() {
      return null;
    }
  }
}
