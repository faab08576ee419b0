package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The agent comes to a JVM that runs, changes there, and goes without a trace. To a JDK 8 too,
 * which answers the tool in another way.
 */
class AttachIT {
  private static final String JDKS = "dev.cresset.agent.shipped.Jdk#all";

  @TempDir(factory = TheirDirectory.class)
  private Path directory;

  @BeforeEach
  void compile() throws Exception {
    Programs.compile("Busy", directory);
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void itComesProfilesAndGoesWithoutATrace(Jdk jdk) throws Exception {
    try (Fork.Running busy = start(jdk)) {
      long pid = busy.process().pid();

      Tool attach =
          Tool.agent(
              "attach",
              pid,
              "service=late",
              "period=200ms",
              "exceptions=on",
              "nativemem=on",
              "export=file:" + out());
      assertThat(attach.succeeds().output()).startsWith("late as ").contains("async-profiler");
      busy.untilThereAre(8, out());
      Tool detach = Tool.agent("detach", pid).succeeds();

      assertThat(detach.output()).contains("The agent has left");
      assertThat(PprofFiles.of("cpu", out()).topFunctions("-focus=Busy.main")).contains("Busy.hot");
      assertNothingIsLeft(pid);
      int files = out().toFile().list().length;
      busy.finish();
      assertThat(out().toFile().list()).hasSize(files);
    }
  }

  static Stream<Jdk> andJdk8() {
    return Jdk.allAnd(8);
  }

  @ParameterizedTest
  @MethodSource("andJdk8")
  void aJvmThatIsToldToEndDeliversItsLastWindow(Jdk jdk) throws Exception {
    try (Fork.Running busy = start(jdk)) {
      long pid = busy.process().pid();
      Tool.agent("attach", pid, "period=1h", "export=file:" + out()).succeeds();
      busy.untilItSays("Profiling with");
      // That there are samples cannot be seen from outside.
      Thread.sleep(2000);

      // Not of the process itself, which would end its standard input as well.
      busy.process().toHandle().destroy();

      assertThat(busy.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(busy.process().exitValue()).as("by SIGTERM").isEqualTo(143);
    }
    assertThat(PprofFiles.of("cpu", out()).topFunctions("-focus=Busy.main")).contains("Busy.hot");
  }

  static Stream<Arguments> otherEngines() {
    return Jdk.all()
        .filter(jdk -> jdk.feature() >= 11)
        .flatMap(jdk ->
            Stream.of("flight-recorder", "thread-dumps").map(engine -> Arguments.of(jdk, engine)));
  }

  @ParameterizedTest
  @MethodSource("otherEngines")
  void whateverTheEngineNothingIsLeft(Jdk jdk, String engine) throws Exception {
    try (Fork.Running busy = start(jdk)) {
      long pid = busy.process().pid();

      String options = "period=200ms,export=file:" + out() + ",engine=" + engine;
      Tool.agent("attach", pid, options).succeeds();
      busy.until(() -> PprofFiles.of("alloc", out()).files().size() >= 2, "two of alloc");
      Tool.agent("detach", pid).succeeds();

      assertNothingIsLeft(pid);
      busy.finish().isUnharmed();
    }
  }

  @Test
  void itComesAndGoesFiftyTimes() throws Exception {
    try (Fork.Running busy = start(Jdk.newest())) {
      long pid = busy.process().pid();
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(pid));
      comeAndGo(jvm);
      int descriptors = descriptors(pid).size();

      for (int i = 0; i < 49; i++) {
        comeAndGo(jvm);
      }
      jvm.detach();

      assertNothingIsLeft(pid);
      assertThat(descriptors(pid)).hasSizeLessThanOrEqualTo(descriptors);
      assertThat(busy.finish().isUnharmed().stderr()).hasSize(100);
    }
  }

  private void comeAndGo(VirtualMachine jvm) throws Exception {
    jvm.loadAgent(
        Fork.agentJar().toString(), "attach@t,service=late,period=100ms,export=file:" + out());
    assertThat(jvm.getSystemProperties().getProperty("dev.cresset.agent.answer"))
        .startsWith("t done\nlate as ");
    jvm.loadAgent(Fork.agentJar().toString(), "detach");
    jvm.loadAgent(Fork.agentJar().toString(), "forget");
    assertThat(jvm.getSystemProperties()).doesNotContainKey("dev.cresset.agent.answer");
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void whatIsThereFromTheStartCanBeChangedAndTakenAwayToo(Jdk jdk) throws Exception {
    Fork fork = new Fork(jdk, directory).agent("service=early,period=1h,export=file:out");
    try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
      busy.untilItSays(" INFO ");
      long pid = busy.process().pid();

      Tool changed =
          Tool.agent(
              "reconfigure", pid, "period=200ms", "wall=off", "service=other", "cpu.interval=0");
      busy.untilThereAre(12, out());

      assertThat(changed.succeeds().output().lines())
          .satisfiesExactlyInAnyOrder(
              line -> assertThat(line).isEqualTo("period is \"200ms\" now; it was \"1h\"."),
              line -> assertThat(line).isEqualTo("wall is \"off\" now; it was \"on\"."),
              line -> assertThat(line).startsWith("service stays \"early\": it cannot change"),
              line ->
                  assertThat(line)
                      .startsWith("cpu.interval in the agent arguments cannot be \"0\"")
                      .endsWith("Staying with \"10ms\"."));
      assertThat(PprofFiles.of("wall", out()).files()).as("of the first window").hasSize(1);
      Tool.agent("detach", pid).succeeds();
      busy.finish().isUnharmed();
    }
  }

  @Test
  void aSecondAttachChangesTheOptions() throws Exception {
    try (Fork.Running busy = start(Jdk.newest())) {
      long pid = busy.process().pid();
      Tool.agent("attach", pid, "period=1h", "export=file:" + out()).succeeds();

      Tool second = Tool.agent("attach", pid, "period=30m").succeeds();

      assertThat(second.output())
          .contains("already runs in this JVM")
          .contains("period is \"30m\" now; it was \"1h\".");
      assertThat(Tool.agent("reconfigure", pid).output()).contains("Nothing changes");
      assertThat(out().toFile().list()).as("the window that was open").isNotEmpty();
      busy.finish().isUnharmed();
    }
  }

  @Test
  void theOptionsFileIsReadAgain() throws Exception {
    Path file = Files.writeString(directory.resolve("cresset.properties"), "period=1h\n");
    Fork fork =
        new Fork(Jdk.newest(), directory)
            .agent("export=file:out")
            .environment("CRESSET_OPTIONS_FILE", file.toString());
    try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
      busy.untilItSays("every 1h");
      Files.writeString(file, "period=200ms\nlock=maybe\n");

      Tool reread = Tool.agent("reconfigure", busy.process().pid()).succeeds();

      assertThat(reread.output())
          .contains("period is \"200ms\" now")
          .contains("lock in " + file + " line 2 cannot be \"maybe\"");
      busy.untilThereAre(8, out()).finish().isUnharmed();
    }
  }

  @Test
  void whereNoAgentIsThereIsNoneToChange() throws Exception {
    try (Fork.Running busy = start(Jdk.newest())) {
      for (String command : List.of("detach", "reconfigure")) {
        Tool refused = Tool.agent(command, busy.process().pid());

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output()).isEqualTo("There is no agent in this JVM: attach it first.");
      }
      busy.finish();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+DisableAttachMechanism",
        "-XX:-EnableDynamicAgentLoading",
        "-Xrs",
      })
  void aJvmThatLetsNobodyAttachIsNamedWithItsOptionAndLeftAlone(String option) throws Exception {
    Fork fork = new Fork(Jdk.newest(), directory).withoutAgent().jvm(option);
    try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
      awaitHandlers();
      Tool refused = Tool.agent("attach", busy.process().pid());

      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.output()).contains(option, "-javaagent:cresset-agent.jar");
      assertThat(busy.finish().isUnharmed().stdout()).isEqualTo("busy no more\n");
    }
  }

  @Test
  void aProcessThatIsNoJvmOutlivesAnAttach() throws Exception {
    Process other = new ProcessBuilder("sleep", "100").start();
    try {
      Tool refused = Tool.agent("attach", other.pid());

      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.output()).contains("does not handle SIGQUIT");
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void wrongWordsAreNamed() throws Exception {
    assertThat(Tool.agent("attach").output()).contains("attach wants the number of a process");
    assertThat(Tool.agent("attach", "shop").output()).contains("'shop' is no number");
    assertThat(Tool.agent("attach", "1", "verbose").output()).contains("'verbose' is not of");
    assertThat(Tool.agent("atach", "1").exit()).isEqualTo(2);
    assertThat(Tool.agent("help").succeeds().output()).contains("detach PID");
  }

  @Test
  void theJvmsOfThisUserAreListedWithoutPerformanceData() throws Exception {
    Fork hidden = new Fork(Jdk.newest(), directory).withoutAgent().jvm("-XX:-UsePerfData");
    try (Fork.Running seen = start(Jdk.newest());
        Fork.Running unseen = hidden.start("-cp", ".", "Busy")) {
      String pid = Long.toString(seen.process().pid());
      seen.until(() -> Tool.agent("list").output().contains(pid + " Busy"), "it is listed");

      String export = "export=file:" + out();
      Tool.agent("attach", unseen.process().pid(), "period=200ms", export).succeeds();
      unseen.untilThereAre(4, out());
      unseen.finish();
      seen.finish();
    }
  }

  private Fork.Running start(Jdk jdk) throws Exception {
    Fork fork = new Fork(jdk, directory).withoutAgent();
    if (jdk.feature() >= 21) {
      fork.jvm("-XX:+EnableDynamicAgentLoading");
    }
    Fork.Running busy = fork.start("-cp", ".", "Busy");
    awaitHandlers();
    return busy;
  }

  /** A JVM that has just started does not handle SIGQUIT yet, which would end it. */
  private static void awaitHandlers() throws InterruptedException {
    Thread.sleep(500);
  }

  private static void assertNothingIsLeft(long pid) throws Exception {
    // The JVM may be compiling for some time yet what has run last.
    assertThat(Tool.jcmd(pid, "Thread.print").output().lines())
        .filteredOn(line -> !line.trim().startsWith("Compiling:"))
        .noneMatch(line -> line.contains("cresset"));
    // One collection may leave what needs a finalizer, or what a stopped method still refers to.
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    List<String> classes = classesOfTheAgent(pid);
    while (!classes.stream().allMatch(AttachIT::mayStay) && System.nanoTime() - deadline < 0) {
      Thread.sleep(200);
      classes = classesOfTheAgent(pid);
    }
    assertThat(classes).allMatch(AttachIT::mayStay);
    assertThat(descriptors(pid))
        .noneMatch(file -> file.contains("cresset-sampler") || file.endsWith(".jfr"));
  }

  private static boolean mayStay(String className) {
    return !className.equals("dev.cresset.agent.bootstrap.AgentClassLoader")
        && (className.startsWith("dev.cresset.agent.bootstrap.")
            || className.startsWith("dev.cresset.agent.bridge.")
            || className.startsWith("dev.cresset.allocationtracker.bridge.")
            || className.equals("one.profiler.AsyncProfiler"));
  }

  /** Those that have instances after a full collection. */
  private static List<String> classesOfTheAgent(long pid) throws Exception {
    List<String> classes = new ArrayList<>();
    for (String line : Tool.jcmd(pid, "GC.class_histogram").output().lines().toList()) {
      String[] columns = line.trim().split("\\s+");
      if (columns.length >= 4 && columns[3].matches("(dev\\.cresset|one|io\\.grpc|okio)\\..*")) {
        classes.add(columns[3]);
      }
    }
    return classes;
  }

  private static List<String> descriptors(long pid) throws Exception {
    List<String> targets = new ArrayList<>();
    try (Stream<Path> links = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path link : links.toList()) {
        try {
          targets.add(Files.readSymbolicLink(link).toString());
        } catch (java.nio.file.NoSuchFileException closedMeanwhile) {
          // It is not left.
        }
      }
    }
    return targets;
  }

  private Path out() {
    return directory.resolve("out");
  }
}
