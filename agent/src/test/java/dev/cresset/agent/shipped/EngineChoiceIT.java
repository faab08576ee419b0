package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.shipped.Fork.Result;
import java.nio.file.Path;
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
    Result result = busy(jdk, "engine=thread-dumps");

    assertThat(result.stderr())
        .singleElement()
        .asString()
        .contains("Profiling with thread-dumps, because configured.");
    assertThat(files("cpu").topFunctions("-focus=Busy.main")).contains("Busy.hot");
    assertThat(files("alloc").topFunctions("-focus=Busy.allocate").getFirst()).isEqualTo("byte[]");
  }

  static Stream<Jdk> withFlightRecorder() {
    return Jdk.all().filter(jdk -> jdk.feature() >= 11);
  }

  @ParameterizedTest
  @MethodSource("withFlightRecorder")
  void theFlightRecorderNeedsNoNativeCodeEither(Jdk jdk) throws Exception {
    Result result = busy(jdk, "engine=flight-recorder");

    assertThat(result.stderr())
        .singleElement()
        .asString()
        .contains("Profiling with flight-recorder, because configured.");
    assertThat(files("cpu").topFunctions("-focus=Busy.main").getFirst()).isEqualTo("Busy.hot");
    assertThat(files("wall").topFunctions("-focus=Busy.main")).contains("Busy.hot");
    assertThat(files("alloc").topFunctions("-focus=Busy.allocate").getFirst()).isEqualTo("byte[]");
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void whereNoFileCanBeMadeThreadDumpsAreLeftAndTheProfileSaysWhy(Jdk jdk) throws Exception {
    Result result = busy(jdk, "alloc=off,temp.directory=missing");

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
    busy(jdk, "cpu=off,wall=off,lock=off,alloc.instrumentation=on,alloc.packages=Busy");

    assertThat(files("cpu").files()).isEmpty();
    assertThat(files("alloc").files()).hasSizeBetween(9, 14);
    assertThat(files("alloc").topFunctions("-focus=Busy.allocate").getFirst()).isEqualTo("byte[]");
  }

  /** Nine files: from three windows up, whatever the families are. */
  private Result busy(Jdk jdk, String arguments) throws Exception {
    Fork fork = new Fork(jdk, directory).agent("period=1s,export=file:out," + arguments);
    try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
      return busy.untilThereAre(9, directory.resolve("out")).finish().isUnharmed();
    }
  }

  private PprofFiles files(String family) throws Exception {
    return PprofFiles.of(family, directory.resolve("out"));
  }
}
