package dev.cresset.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.logging.AgentLog;
import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.ProfilingEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSeatTest {
  @TempDir private Path directory;

  private final Source source = new Source();
  private final List<Profile> profiles = new ArrayList<>();
  private Path logFile;
  private EngineSeat seat;

  @BeforeEach
  void make() {
    logFile = directory.resolve("agent.log");
    seat = new EngineSeat(source, AgentLog.toFile(AgentLog.Level.INFO, logFile));
  }

  @Test
  void aWindowThatFailsIsCountedAndTheNextOneGoesOn() throws Exception {
    ScriptedEngine engine = source.offer(new ScriptedEngine("a", new IOException("torn")));

    seat.occupy();
    seal(3);

    assertThat(profiles).hasSize(2);
    assertThat(seat.failedWindows()).isEqualTo(1);
    assertThat(profiles)
        .allSatisfy(
            profile -> assertThat(profile.comments()).contains("lost: 1 windows since the start"));
    assertThat(engine.closed).isFalse();
    assertThat(Files.readAllLines(logFile))
        .singleElement()
        .asString()
        .endsWith("WARN A window of a is lost: java.io.IOException: torn");
  }

  @Test
  void evenAnErrorIsOutlived() {
    source.offer(new ScriptedEngine("a", new OutOfMemoryError("heap"), new LinkageError()));

    seat.occupy();
    seal(3);

    assertThat(profiles).hasSize(1);
  }

  @Test
  void failuresInARowAreSaidOnceAndSaidAgainAfterASuccess() throws Exception {
    ScriptedEngine engine =
        source.offer(new ScriptedEngine("a", new IOException("1"), new IOException("2")));
    seat.occupy();
    seal(3);
    engine.failures.add(new IOException("3"));
    seal(1);

    assertThat(Files.readAllLines(logFile))
        .extracting(line -> line.substring(line.length() - 1))
        .containsExactly("1", "3");
  }

  @Test
  void anEngineThatKeepsFailingGivesItsSeatToTheNext() {
    Throwable[] failures = {new IOException("1"), new IOException("2"), new IOException("3")};
    ScriptedEngine failing = source.offer(new ScriptedEngine("failing", failures));
    ScriptedEngine next = source.offer(new ScriptedEngine("next"));

    for (int i = 0; i < 5; i++) {
      seat.occupy();
      seal(1);
    }

    assertThat(source.distrusted).containsExactly(failing);
    assertThat(failing.closed).isTrue();
    assertThat(next.seals).hasValue(2);
    assertThat(profiles).hasSize(2);
  }

  @Test
  void anEngineThatCannotStartIsNotTriedAtEveryWindow() throws Exception {
    for (int i = 0; i < 5; i++) {
      seat.occupy();
      seal(1);
    }

    assertThat(source.starts).isEqualTo(1);
    assertThat(seat.families()).isEmpty();
    assertThat(Files.readAllLines(logFile))
        .singleElement()
        .asString()
        .endsWith(
            "WARN An engine cannot be started; it is tried again every minute:"
                + " java.io.IOException: no more engines");
  }

  @Test
  void aBetterEngineThatIsDueTakesTheSeatAndLosesItWithItsFirstWindowThatFails() {
    ScriptedEngine lesser = source.offer(new ScriptedEngine("lesser"));
    ScriptedEngine better = source.offer(new ScriptedEngine("better", new IOException("torn")));
    source.offer(new ScriptedEngine("lesser"));
    seat.occupy();
    seal(1);

    source.betterOneDue = true;
    seat.occupy();
    source.betterOneDue = false;
    seal(1);
    seat.occupy();
    seal(1);

    assertThat(lesser.closed).isTrue();
    assertThat(source.distrusted).containsExactly(better);
    assertThat(profiles).hasSize(2);
    assertThat(seat.failedWindows()).isEqualTo(1);
  }

  @Test
  void anEngineThatIsNoLongerWantedLeaves() {
    ScriptedEngine engine = source.offer(new ScriptedEngine("a"));
    seat.occupy();
    assertThat(seat.families()).contains(Set.of(Family.CPU));

    source.wanted = false;
    seat.occupy();

    assertThat(engine.closed).isTrue();
    assertThat(seat.families()).isEmpty();
  }

  private void seal(int times) {
    for (int i = 0; i < times; i++) {
      seat.seal(profiles::add);
    }
  }

  private static final class Source implements EngineSource {
    final Deque<ProfilingEngine> engines = new ArrayDeque<>();
    final List<ProfilingEngine> distrusted = new ArrayList<>();
    boolean wanted = true;
    boolean betterOneDue;
    int starts;

    ScriptedEngine offer(ScriptedEngine engine) {
      engines.add(engine);
      return engine;
    }

    @Override
    public boolean isWanted() {
      return wanted;
    }

    @Override
    public ProfilingEngine start() throws Exception {
      starts++;
      if (engines.isEmpty()) {
        throw new IOException("no more engines");
      }
      return engines.poll();
    }

    @Override
    public void distrust(ProfilingEngine engine) {
      distrusted.add(engine);
    }

    @Override
    public boolean isBetterOneDue() {
      return betterOneDue;
    }
  }
}
