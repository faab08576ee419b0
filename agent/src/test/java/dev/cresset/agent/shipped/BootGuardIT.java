package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.shipped.Fork.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that crash again and again soon after they started are profiled by something simpler. */
class BootGuardIT {
  private static final String NATIVE = "Profiling with async-profiler";

  @TempDir private Path directory;

  @BeforeEach
  void compile() throws Exception {
    Programs.compile("Busy", directory);
    Programs.compile("Exits", directory);
  }

  @Test
  void afterTwoCrashesTheNextStartStepsDownAndSaysHowToGoBackUp() throws Exception {
    end("SEGV");
    end("SEGV");

    Result third = start("shop", "");

    assertThat(line(third))
        .contains("Profiling with flight-recorder, because async-profiler: the last 2 JVMs")
        .contains("hs_err_pid")
        .contains("engine=async-profiler");
    assertThat(line(start("other", ""))).as("another service").contains(NATIVE);
    assertThat(line(start("shop", ",engine=async-profiler"))).as("asked for").contains(NATIVE);
    Files.delete(records().getFirst());
    assertThat(line(start("shop", ""))).as("forgotten").contains(NATIVE);
  }

  @Test
  void aDayLaterItIsTriedAgainAndOneCrashIsEnough() throws Exception {
    end("SEGV");
    end("SEGV");
    assertThat(line(start("shop", ""))).doesNotContain(NATIVE);
    age(records().getFirst());

    end("SEGV");

    assertThat(line(start("shop", ""))).contains("the last 3 JVMs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP", "KILL"})
  void aSignalToEndIsNoCrash(String signal) throws Exception {
    for (int i = 0; i < 3; i++) {
      end(signal);
    }

    assertThat(line(start("shop", ""))).contains(NATIVE);
    assertThat(records()).isEmpty();
  }

  @Test
  void aProgramThatEndsByItselfIsNoCrash() throws Exception {
    for (String code : List.of("0", "7", "exception")) {
      fork("shop", "").run("-cp", ".", "Exits", code);
    }

    assertThat(line(start("shop", ""))).contains(NATIVE);
    assertThat(files("")).as("everything is forgotten").isEmpty();
  }

  private void end(String signal) throws Exception {
    try (Fork.Running busy = fork("shop", "").start("-cp", ".", "Busy")) {
      busy.untilItSays(NATIVE);
      new ProcessBuilder("kill", "-" + signal, Long.toString(busy.process().pid()))
          .start()
          .waitFor();
      assertThat(busy.process().waitFor(2, TimeUnit.MINUTES)).isTrue();
    }
  }

  private Result start(String service, String more) throws Exception {
    try (Fork.Running busy = fork(service, more).start("-cp", ".", "Busy")) {
      return busy.untilItSays("Profiling with").finish();
    }
  }

  private Fork fork(String service, String more) {
    return new Fork(Jdk.newest(), directory)
        .jvm("-XX:-CreateCoredumpOnCrash")
        .agent("export=file:out,state.directory=state,service=" + service + more);
  }

  private static String line(Result result) {
    return String.join(
        "\n", result.stderr().stream().filter(line -> line.contains("Profiling with")).toList());
  }

  private List<Path> records() throws Exception {
    return files(".crashes");
  }

  private List<Path> files(String suffix) throws Exception {
    try (Stream<Path> files = Files.list(directory.resolve("state"))) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }

  private static void age(Path record) throws Exception {
    Properties properties = new Properties();
    try (var in = Files.newInputStream(record)) {
      properties.load(in);
    }
    long last = Long.parseLong(properties.getProperty("last"));
    properties.setProperty("last", Long.toString(last - TimeUnit.HOURS.toMillis(25)));
    try (var out = Files.newOutputStream(record)) {
      properties.store(out, null);
    }
  }
}
