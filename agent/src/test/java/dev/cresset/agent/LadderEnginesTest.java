package dev.cresset.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.sampler.Overhead;
import dev.cresset.sampler.ProfilingEngine;
import dev.cresset.sampler.SamplerConfig;
import dev.cresset.sampler.SamplerConfig.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LadderEnginesTest {
  private final List<String> log = new ArrayList<>();
  private long now;

  @Test
  void whatKeepsFailingIsFollowedByTheNextSimplerEngine() throws Exception {
    LadderEngines engines = engines(Engine.AUTO);

    List<String> names = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      try (ProfilingEngine engine = engines.start()) {
        names.add(engine.name());
        engines.distrust(engine);
      }
    }

    assertThat(names)
        .containsExactly("async-profiler", "flight-recorder", "thread-dumps", "thread-dumps");
    assertThat(log).hasSize(4);
  }

  @Test
  void whoeverAskedForOneEngineKeepsIt() throws Exception {
    LadderEngines engines = engines(Engine.FLIGHT_RECORDER);

    for (int i = 0; i < 2; i++) {
      try (ProfilingEngine engine = engines.start()) {
        assertThat(engine.name()).isEqualTo("flight-recorder");
        engines.distrust(engine);
        now += LadderEngines.LONGEST_REST_NANOS;
        assertThat(engines.isBetterOneDue()).isFalse();
      }
    }
  }

  @Test
  void whatHasFailedIsTriedAgainEachTimeAfterTwiceAsLong() throws Exception {
    LadderEngines engines = engines(Engine.AUTO);
    long rest = LadderEngines.SHORTEST_REST_NANOS;

    for (int i = 0; i < 3; i++, rest *= 2) {
      assertThat(failingEngine(engines)).isEqualTo("async-profiler");
      now += rest - 1;
      assertThat(engines.isBetterOneDue()).isFalse();
      now += 1;
      assertThat(engines.isBetterOneDue()).isTrue();
    }
    assertThat(failingEngine(engines)).isEqualTo("async-profiler");
    assertThat(failingEngine(engines)).isEqualTo("flight-recorder");
    assertThat(log.getLast())
        .contains("because async-profiler: window after window failed, and it is tried again in 80")
        .doesNotContain("flight-recorder:");
  }

  @Test
  void howLongItRestsIsBoundedAndForgottenWhenItWentWell() throws Exception {
    LadderEngines engines = engines(Engine.AUTO);
    for (int i = 0; i < 10; i++) {
      failingEngine(engines);
      now += LadderEngines.LONGEST_REST_NANOS;
      assertThat(engines.isBetterOneDue()).isTrue();
    }
    now += LadderEngines.LONGEST_REST_NANOS + 1;

    failingEngine(engines);
    now += LadderEngines.SHORTEST_REST_NANOS;

    assertThat(engines.isBetterOneDue()).isTrue();
  }

  @Test
  void whatJvmsHaveCrashedWithIsNotTriedAgain() throws Exception {
    LadderEngines engines = engines(Engine.AUTO);
    engines.distrust(Engine.ASYNC_PROFILER, "JVMs crashed young with it");
    now += 10 * LadderEngines.LONGEST_REST_NANOS;

    assertThat(engines.isBetterOneDue()).isFalse();
    assertThat(failingEngine(engines)).isEqualTo("flight-recorder");
  }

  private static String failingEngine(LadderEngines engines) throws Exception {
    try (ProfilingEngine engine = engines.start()) {
      engines.distrust(engine);
      return engine.name();
    }
  }

  private LadderEngines engines(Engine engine) {
    return new LadderEngines(
        new SamplerConfig().withEngine(engine),
        Collections::emptyList,
        log::add,
        new Overhead(new ThreadGroup("own"), change -> {}, () -> {}),
        UnaryOperator.identity(),
        () -> now);
  }
}
