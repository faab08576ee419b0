package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.shipped.Fork.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shortest way from a program to its profile: no collector, only files. */
class FileExportIT {
  private static final String JDKS = "dev.cresset.agent.shipped.Jdk#all";
  private static final String[] FAMILIES = {"cpu", "wall", "alloc", "lock"};

  @TempDir private Path directory;

  @BeforeEach
  void compile() throws Exception {
    Programs.compile("Busy", directory);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void everyFamilyHasAFileForEveryPeriodThatPprofReads(Jdk jdk) throws Exception {
    Result result =
        busy(jdk, "service=busy,release=1.0,period=1s,export=file:out", 3 * FAMILIES.length);

    assertThat(result.stdout()).isEqualTo("busy no more\n");
    for (String family : FAMILIES) {
      PprofFiles files = PprofFiles.of(family, out());
      assertThat(files.files()).as(family).hasSizeGreaterThanOrEqualTo(3);
      assertThat(files.top()).as(family).anyMatch(line -> line.startsWith("Type: "));
    }
    assertThat(PprofFiles.of("cpu", out()).topFunctions("-focus=Busy.main").getFirst())
        .isEqualTo("Busy.hot");
    assertThat(PprofFiles.of("wall", out()).topFunctions("-focus=Busy.main").getFirst())
        .isEqualTo("Busy.hot");
    assertThat(PprofFiles.of("alloc", out()).topFunctions("-focus=Busy.allocate").getFirst())
        .isEqualTo("byte[]");
    assertThat(PprofFiles.of("wall", out()).topFunctions()).contains("[GC]", "[JIT]", "[VM]");
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void onRequestThreadsOfTheJvmAreShownWithWhatTheyRun(Jdk jdk) throws Exception {
    busy(jdk, "service=busy,period=1s,vm.frames=on,export=file:out", 2 * FAMILIES.length);

    assertThat(PprofFiles.of("wall", out()).topFunctions("-focus=^.JIT.$"))
        .contains("[JIT]")
        .hasSizeGreaterThan(3);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void oneLineSaysWhatIsProfiledByWhatAndWhereItGoes(Jdk jdk) throws Exception {
    String identity = "service=busy,release=1.0,environment=test,instance=i1";

    Result result = busy(jdk, identity + ",period=1s,export=file:out", 1);

    assertThat(result.stderr())
        .singleElement()
        .asString()
        .contains(" INFO busy 1.0 in test as i1, every 1s to files in out. ")
        .contains("async-profiler");
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void aProgramThatEndsBeforeItsFirstPeriodDeliversWhatThereWas(Jdk jdk) throws Exception {
    try (Fork.Running busy = fork(jdk, "export=file:out,period=1h").start("-cp", ".", "Busy")) {
      busy.untilItSays(" INFO ");
      Thread.sleep(1000);
      busy.finish().isUnharmed();
    }

    assertThat(PprofFiles.of("cpu", out()).topFunctions("-focus=Busy.main")).contains("Busy.hot");
  }

  private Result busy(Jdk jdk, String arguments, int untilFiles) throws Exception {
    try (Fork.Running busy = fork(jdk, arguments).start("-cp", ".", "Busy")) {
      return busy.untilThereAre(untilFiles, out()).finish().isUnharmed();
    }
  }

  private Fork fork(Jdk jdk, String arguments) {
    return new Fork(jdk, directory).agent(arguments);
  }

  private Path out() {
    return directory.resolve("out");
  }
}
