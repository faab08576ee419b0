package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.shipped.Fork.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong around the agent, the application comes to the same end. */
class HarmlessnessIT {
  private static final String JDKS = "dev.cresset.agent.shipped.Jdk#all";

  @TempDir private Path directory;

  @BeforeEach
  void compile() throws Exception {
    Programs.compile("Busy", directory);
    Programs.compile("Exits", directory);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void aCollectorThatCannotBeReachedIsOneWarning(Jdk jdk) throws Exception {
    String collector = "http://127.0.0.1:" + Ports.closed();

    Result result = busy(jdk, "period=200ms,collector=" + collector, "No profiles get");

    assertThat(result.stdout()).isEqualTo("busy no more\n");
    assertThat(result.warnings())
        .filteredOn(line -> line.contains(collector))
        .singleElement()
        .asString()
        .contains("No profiles get to the collector");
  }

  /** It is made once, from the system properties of that moment, which the program may yet set. */
  @Test
  void theDefaultTlsContextIsLeftToTheProgram() throws Exception {
    Jdk jdk = Jdk.newest();
    Fork fork =
        new Fork(jdk, directory)
            .agent("period=200ms,collector=http://127.0.0.1:" + Ports.closed())
            .jvm("-Xlog:class+load:file=classes.log");

    try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
      busy.untilItSays("No profiles get").finish().isUnharmed();
    }

    assertThat(Files.readAllLines(directory.resolve("classes.log")))
        .anyMatch(line -> line.contains(" io.grpc.okhttp.OkHttpChannelBuilder "))
        .noneMatch(line -> line.contains("sun.security.ssl."));
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void aDirectoryThatCannotBeWrittenIsOneWarning(Jdk jdk) throws Exception {
    Files.writeString(directory.resolve("file"), "in the way");

    Result result = busy(jdk, "period=200ms,export=file:file/out", "Cannot write profiles");

    assertThat(result.stdout()).isEqualTo("busy no more\n");
    assertThat(result.warnings())
        .filteredOn(line -> line.contains("Cannot write profiles to file/out"))
        .hasSize(1);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void aProgramThatLeavesAtOnceLeavesWithItsOwnCode(Jdk jdk) throws Exception {
    for (String code : new String[] {"0", "7", "exception"}) {
      Result with =
          new Fork(jdk, directory).agent("export=file:out").run("-cp", ".", "Exits", code);
      Result without = new Fork(jdk, directory).withoutAgent().run("-cp", ".", "Exits", code);

      assertThat(with.exit()).isEqualTo(without.exit());
      assertThat(with.stdout()).isEqualTo(without.stdout());
      assertThat(with.stderr().stream().filter(line -> !line.startsWith("[cresset] ")))
          .isEqualTo(without.stderr());
    }
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void everyWrongWordInTheConfigurationIsNamedAndTheProgramRuns(Jdk jdk) throws Exception {
    Fork.Running busy =
        new Fork(jdk, directory)
            .agent("export=file:out,perod=3s,engine=quick,what,options.file=missing.properties")
            .jvm("-Dcresset.wal=off")
            .environment("CRESSET_PERIOD", "soon")
            .start("-cp", ".", "Busy");
    Result result;
    try (busy) {
      result = busy.untilItSays(" INFO ").finish().isUnharmed();
    }

    assertThat(result.stdout()).isEqualTo("busy no more\n");
    assertThat(result.warnings())
        .extracting(line -> line.replaceFirst(".* WARN ", ""))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("Agent argument \"what\""),
            line -> assertThat(line).startsWith("The options file missing.properties"),
            line -> assertThat(line).startsWith("CRESSET_PERIOD cannot be \"soon\""),
            line -> assertThat(line).startsWith("engine in the agent arguments cannot be"),
            line -> assertThat(line).startsWith("There is no option -Dcresset.wal: did you mean"),
            line -> assertThat(line).startsWith("There is no option perod in the agent"));
  }

  @Test
  void anAgentThatIsOffDoesNothing() throws Exception {
    Result result = busy(Jdk.newest(), "enabled=off,export=file:out", " INFO ");

    assertThat(result.stderr()).singleElement().asString().contains("enabled is off");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void aSecondAgentIsRefused() throws Exception {
    Fork twice =
        new Fork(Jdk.newest(), directory)
            .agent("export=file:out")
            .jvm("-javaagent:" + Fork.agentJar() + "=export=file:other");

    Result result;
    try (Fork.Running busy = twice.start("-cp", ".", "Busy")) {
      result = busy.untilItSays(" INFO ").finish().isUnharmed();
    }

    assertThat(result.warnings())
        .containsExactly(
            "[cresset] WARN The agent already runs in this JVM: this second one does nothing.");
    assertThat(directory.resolve("other")).doesNotExist();
  }

  @Test
  void aLogFileTakesTheWordsFromStderr() throws Exception {
    Fork fork = new Fork(Jdk.newest(), directory);

    Result result;
    try (Fork.Running busy =
        fork.agent("export=file:out,log.file=agent.log,period=200ms").start("-cp", ".", "Busy")) {
      result = busy.untilThereAre(1, directory.resolve("out")).finish().isUnharmed();
    }

    assertThat(result.stderr()).isEmpty();
    assertThat(Files.readString(directory.resolve("agent.log"))).contains(" INFO ");
  }

  private Result busy(Jdk jdk, String arguments, String until) throws Exception {
    Fork fork = new Fork(jdk, directory).agent(arguments);
    try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
      return busy.untilItSays(until).finish().isUnharmed();
    }
  }
}
