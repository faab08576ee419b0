package dev.cresset.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.logging.AgentLog;
import dev.cresset.exporter.ExportCounts;
import dev.cresset.exporter.ProfileSink;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.ProfilingEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProfilingLoopTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final ScriptedEngine engine = new ScriptedEngine("scripted");
  private final Sink first = new Sink();
  private final Sink second = new Sink();

  @Test
  void everyPeriodEndsAWindowWhoseProfileGoesToEverySink() throws Exception {
    ProfilingLoop loop = start(Duration.ofMillis(10));

    for (int i = 0; i < 3; i++) {
      Profile profile = first.profiles.poll(30, TimeUnit.SECONDS);
      assertThat(profile).isNotNull();
      assertThat(second.profiles.poll(30, TimeUnit.SECONDS)).isSameAs(profile);
    }
    assertThat(loop.stop(LONG)).isTrue();
  }

  @Test
  void stoppingEndsTheLastWindowAndClosesEverything() throws Exception {
    ProfilingLoop loop = start(LONG);

    assertThat(loop.stop(Duration.ofSeconds(30))).isTrue();

    assertThat(first.profiles).hasSize(1);
    assertThat(engine.closed).isTrue();
    assertThat(first.closedWithin).isBetween(Duration.ofNanos(1), Duration.ofSeconds(30));
    assertThat(second.closedWithin).isLessThanOrEqualTo(first.closedWithin);
  }

  @Test
  void stoppingDoesNotWaitLongerThanItMay() throws Exception {
    ProfilingLoop loop = loop(LONG);

    assertThat(loop.stop(Duration.ofMillis(1))).as("stopped without ever running").isFalse();
  }

  @Test
  void nothingStartsAfterItWasStopped() throws Exception {
    ProfilingLoop loop = loop(LONG);
    loop.stop(Duration.ZERO);

    loop.run();

    assertThat(engine.seals).hasValue(0);
    assertThat(first.closedWithin).isNotNull();
  }

  @Test
  void anInterruptIsNoReasonToStop() throws Exception {
    ProfilingLoop loop = loop(Duration.ofMillis(10));
    Thread thread = new Thread(loop::run);
    thread.start();

    assertThat(first.profiles.poll(30, TimeUnit.SECONDS)).isNotNull();
    thread.interrupt();
    first.profiles.clear();

    assertThat(first.profiles.poll(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(loop.stop(LONG)).isTrue();
  }

  private ProfilingLoop start(Duration period) throws InterruptedException {
    ProfilingLoop loop = loop(period);
    new Thread(loop::run).start();
    assertThat(engine.started.await(30, TimeUnit.SECONDS)).isTrue();
    return loop;
  }

  private ProfilingLoop loop(Duration period) {
    AgentLog log = AgentLog.toStandardError(AgentLog.Level.WARN);
    return new ProfilingLoop(
        List.of(new EngineSeat(new Always(engine), log)),
        new ProfileDispatch(List.of(first, second)),
        period,
        log);
  }

  private record Always(ScriptedEngine engine) implements EngineSource {
    @Override
    public boolean isWanted() {
      return true;
    }

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
    public ExportCounts counts() {
      return null;
    }
  }
}
