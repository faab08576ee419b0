package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory outside the heap, of a program that takes known amounts of it. */
class NativeMemoryIT {
  private static final String JDKS = "dev.cresset.agent.shipped.Jdk#all";

  @TempDir private Path directory;

  @BeforeEach
  void compile() throws Exception {
    Programs.compile("Direct", directory);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void everyLargeAllocationIsCountedWhereJavaAskedForIt(Jdk jdk) throws Exception {
    run(jdk, "nativemem=on");

    PprofFiles memory = PprofFiles.of("nativemem", out());
    assertThat(memory.top("-focus=Direct.take")).anyMatch(line -> line.matches(" +20MB .* malloc"));
    assertThat(memory.top("-focus=Direct.take", "-sample_index=nativemem_objects"))
        .anyMatch(line -> line.matches(" +20 .* malloc"));
  }

  @Test
  void anEngineThatDoesNotSeeItIsSaidNotTo() throws Exception {
    Fork.Result result = run(Jdk.newest(), "nativemem=on,engine=flight-recorder");

    assertThat(result.stderr())
        .singleElement()
        .asString()
        .endsWith("; without native memory, which only async-profiler sees.");
    assertThat(PprofFiles.of("nativemem", out()).files()).isEmpty();
  }

  private Fork.Result run(Jdk jdk, String options) throws Exception {
    Fork fork = new Fork(jdk, directory).agent("service=direct,export=file:out," + options);
    try (Fork.Running running = fork.start("-cp", ".", "Direct")) {
      return running.untilItSays(" INFO ").finish().isUnharmed();
    }
  }

  private Path out() {
    return directory.resolve("out");
  }
}
