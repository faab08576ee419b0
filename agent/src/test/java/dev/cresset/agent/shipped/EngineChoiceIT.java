package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.shipped.Fork.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every engine the agent can have gives profiles, and they say which it was and why. */
class EngineChoiceIT {
  private static final String JDKS = "dev.cresset.agent.shipped.Jdk#all";

  @TempDir private Path directory;

  @BeforeEach
  void compile() throws Exception {
    Programs.compile("Busy", directory);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void threadDumpsAndInstrumentedClassesNeedNoNativeCode(Jdk jdk) throws Exception {
    Result result =
        busyUntil(
            jdk,
            "engine=thread-dumps",
            () -> files("cpu").files().size() >= 2 && isSeenToAllocate(),
            "it is seen to run and to allocate");

    assertThat(result.warnings()).isEmpty();
    assertThat(result.stderr())
        .anyMatch(line -> line.contains("Profiling with thread-dumps, because configured."))
        .anyMatch(line -> line.contains("Allocations are seen by instrumented classes"));
    assertThat(files("cpu").topFunctions("-focus=Busy.main")).contains("Busy.hot");
    assertThat(files("alloc").topFunctions("-focus=Busy.allocate").getFirst()).isEqualTo("byte[]");
  }

  static Stream<Jdk> withFlightRecorder() {
    return Jdk.all().filter(jdk -> jdk.feature() >= 11);
  }

  @ParameterizedTest
  @MethodSource("withFlightRecorder")
  void theFlightRecorderNeedsNoNativeCodeEither(Jdk jdk) throws Exception {
    Result result = busy(jdk, "engine=flight-recorder", "cpu", "wall", "alloc");

    assertThat(result.stderr())
        .singleElement()
        .asString()
        .contains("Profiling with flight-recorder, because configured.");
    assertThat(files("cpu").topFunctions("-focus=Busy.main").getFirst()).isEqualTo("Busy.hot");
    assertThat(files("wall").topFunctions("-focus=Busy.main")).contains("Busy.hot");
    assertThat(files("alloc").topFunctions("-focus=Busy.allocate").getFirst()).isEqualTo("byte[]");
  }

  @ParameterizedTest
  @MethodSource("withFlightRecorder")
  void aFlightRecorderThatEndsBeforeTheAgentCostsNeitherTimeNorProfiles(Jdk jdk) throws Exception {
    Fork fork =
        new Fork(jdk, directory)
            .agent("engine=flight-recorder,period=1h,export=file:out,log.level=debug");
    for (int i = 1; i <= 3; i++) {
      Fork.Result result;
      try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
        busy.untilItSays(" INFO ");
        Thread.sleep(1000);
        result = busy.finish().isUnharmed();
      }

      assertThat(result.stderr()).noneMatch(line -> line.contains("Not all of the last"));
      assertThat(files("cpu").files()).hasSize(i);
      assertThat(files("wall").topFunctions("-focus=Busy.main")).contains("Busy.hot");
    }
  }

  /** It has no API for the depth of stacks, which the agent must be let set: 64 is its own. */
  @ParameterizedTest
  @MethodSource("withFlightRecorder")
  void theFlightRecordersStacksAreAsDeepAsTheyAre(Jdk jdk) throws Exception {
    Programs.compile("Deep", directory);
    String arguments = "period=1s,export=file:out,engine=flight-recorder,log.level=debug";
    Fork.Result result;
    try (Fork.Running deep = new Fork(jdk, directory).agent(arguments).start("-cp", ".", "Deep")) {
      deep.until(() -> files("cpu").files().size() >= 2, "there are two");
      result = deep.finish().isUnharmed();
    }

    assertThat(result.stderr()).noneMatch(line -> line.contains("64 frames"));
    assertThat(files("cpu").topFunctions("-focus=Deep.burn"))
        .contains("Deep.burn", "Deep.descend", "Deep.main")
        .doesNotContain("[truncated]");
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void whereNoFileCanBeMadeThreadDumpsAreLeftAndTheProfileSaysWhy(Jdk jdk) throws Exception {
    Fork fork =
        new Fork(jdk, directory)
            .jvm("-Djava.io.tmpdir=/proc", "-Duser.home=/proc", "-Duser.dir=/proc")
            .agent("period=1s,alloc=off,temp.directory=missing,export=file:" + directory + "/out");
    Result result;
    try (Fork.Running busy = fork.start("-cp", directory.toString(), "Busy")) {
      busy.until(() -> files("cpu").files().size() >= 2, "there are two of cpu");
      result = busy.finish().isUnharmed();
    }

    assertThat(result.stderr())
        .singleElement()
        .asString()
        .contains("Profiling with thread-dumps, because async-profiler: ")
        .contains("missing");
    assertThat(files("cpu").top())
        .anyMatch(line -> line.contains("engine: thread-dumps, because async-profiler: "));
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void instrumentedClassesTakeThePlaceOfTheRecordersAllocations(Jdk jdk) throws Exception {
    String options = "cpu=off,wall=off,lock=off,alloc.instrumentation=on,alloc.packages=Busy";
    busyUntil(jdk, options, this::isSeenToAllocate, "it is seen to allocate");

    assertThat(files("cpu").files()).isEmpty();
    assertThat(files("alloc").topFunctions("-focus=Busy.allocate").getFirst()).isEqualTo("byte[]");
  }

  private boolean isSeenToAllocate() throws Exception {
    PprofFiles alloc = files("alloc");
    return !alloc.files().isEmpty() && !alloc.topFunctions("-focus=Busy.allocate").isEmpty();
  }

  /** Until every family that is given has two files. */
  private Result busy(Jdk jdk, String arguments, String... families) throws Exception {
    return busyUntil(
        jdk,
        arguments,
        () -> {
          for (String family : families) {
            if (files(family).files().size() < 2) {
              return false;
            }
          }
          return true;
        },
        "there are two of " + List.of(families));
  }

  private Result busyUntil(Jdk jdk, String arguments, Callable<Boolean> enough, String what)
      throws Exception {
    Fork fork = new Fork(jdk, directory).agent("period=1s,export=file:out," + arguments);
    try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
      busy.until(enough, what);
      return busy.finish().isUnharmed();
    }
  }

  private PprofFiles files(String family) throws Exception {
    return PprofFiles.of(family, directory.resolve("out"));
  }
}
