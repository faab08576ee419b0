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
      }
    }
  }

  private LadderEngines engines(Engine engine) {
    return new LadderEngines(
        new SamplerConfig().withEngine(engine),
        Collections::emptyList,
        log::add,
        new Overhead(new ThreadGroup("own"), change -> {}, () -> {}),
        UnaryOperator.identity());
  }
}
