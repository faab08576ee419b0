package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.SamplerConfig.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineLadderTest {
  private static final Overhead NO_OVERHEAD =
      new Overhead(new ThreadGroup("own"), change -> {}, () -> {});

  @TempDir Path temp;

  private final List<String> log = new ArrayList<>();

  @Test
  void whereThereIsNoTempDirectoryTheSpareOneServes() throws Exception {
    SamplerConfig config =
        new SamplerConfig()
            .withTempDirectory(temp.resolve("missing"))
            .withSpareDirectory(Files.createDirectory(temp.resolve("spare")));

    try (ProfilingEngine engine =
        new EngineLadder(config, List.of(), log::add, NO_OVERHEAD).start()) {
      assertThat(engine.name()).isEqualTo("async-profiler");
      assertThat(engine.seal()).isNotEmpty();
    }
    assertThat(temp.resolve("spare")).isEmptyDirectory();
  }

  @Test
  void theBestEngineIsTakenWhereItRuns() throws Exception {
    try (ProfilingEngine engine = start(Engine.AUTO, temp)) {
      assertThat(engine.name()).isEqualTo("async-profiler");
      assertThat(log).singleElement().asString().contains("async-profiler 4.6 (");
    }
  }

  @Test
  void theNextBestIsTakenWhereTheBestDoesNotRunAndEveryProfileSaysWhy() throws Exception {
    Path awkward = Files.createDirectory(temp.resolve("with,comma"));
    try (ProfilingEngine engine = start(Engine.AUTO, awkward)) {
      assertThat(engine.name()).isEqualTo("flight-recorder");
      assertThat(log)
          .singleElement()
          .asString()
          .contains("Profiling with flight-recorder, because async-profiler: ")
          .contains("with,comma");
      assertThat(engine.seal())
          .allSatisfy(p -> assertThat(engineOf(p)).contains("because async-profiler: "));
    }
  }

  @Test
  void threadDumpsNeedNothing() throws Exception {
    try (ProfilingEngine engine = start(Engine.AUTO, temp.resolve("missing"))) {
      assertThat(engine.name()).isEqualTo("thread-dumps");
      assertThat(log).singleElement().asString().contains("; flight-recorder: ");
      assertThat(engine.seal())
          .allSatisfy(p -> assertThat(engineOf(p)).startsWith("engine: thread-dumps, because "));
    }
  }

  @Test
  void aForcedEngineIsTakenThoughABetterOneRuns() throws Exception {
    try (ProfilingEngine engine = start(Engine.THREAD_DUMPS, temp)) {
      assertThat(engine.name()).isEqualTo("thread-dumps");
      assertThat(engine.seal())
          .allSatisfy(
              p -> assertThat(engineOf(p)).isEqualTo("engine: thread-dumps, because configured"));
    }
  }

  @Test
  void aForcedEngineThatDoesNotRunIsNotReplaced() {
    assertThatThrownBy(() -> start(Engine.ASYNC_PROFILER, temp.resolve("missing")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("async-profiler: ")
        .hasMessageContaining("set another temp directory");
    assertThat(log).isEmpty();
  }

  @Test
  void aDistrustedEngineIsPassedOverAndTheNextOneSaysWhy() throws Exception {
    Map<Engine, String> distrusted = Map.of(Engine.ASYNC_PROFILER, "it kept failing");
    SamplerConfig config = new SamplerConfig().withTempDirectory(temp);

    try (ProfilingEngine engine =
        new EngineLadder(config, List.of(), log::add, NO_OVERHEAD).start(distrusted)) {
      assertThat(engine.name()).isEqualTo("flight-recorder");
      assertThat(log)
          .containsExactly(
              "Profiling with flight-recorder, because async-profiler: it kept failing.");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void onlyTheFamiliesThatAreAskedForAreProfiled(Engine forced) throws Exception {
    SamplerConfig config =
        new SamplerConfig()
            .withEngine(forced)
            .withFamilies(EnumSet.of(Family.WALL))
            .withTempDirectory(temp);

    try (ProfilingEngine engine =
        new EngineLadder(config, List.of(), log::add, NO_OVERHEAD).start()) {
      assertThat(engine.families()).containsExactly(Family.WALL);
      assertThat(engine.seal()).extracting(Profile::family).containsExactly(Family.WALL);
    }
  }

  private ProfilingEngine start(Engine engine, Path directory) throws Exception {
    SamplerConfig config = new SamplerConfig().withEngine(engine).withTempDirectory(directory);
    return new EngineLadder(config, List.of(), log::add, NO_OVERHEAD).start();
  }

  private static String engineOf(Profile profile) {
    return profile.comments().get(0);
  }
}
