package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.shipped.Fork.Result;
import dev.cresset.agent.shipped.Fork.Running;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Applications that leave the agent nothing to live on: they go on as without it, and it goes on
 * when there is something again. On JDK 8 too where its class library or its garbage collector
 * matters: of standard streams, of memory, and of the security manager, which is tried on JDK 11 as
 * well. A full disk and no descriptors take half a minute each there, until writing is tried again.
 */
class HostileApplicationsIT {
  private static final String JDKS = "dev.cresset.agent.shipped.Jdk#all";
  private static final int EXIT = 3;

  @TempDir(factory = TheirDirectory.class)
  private Path directory;

  @BeforeEach
  void compile() throws Exception {
    Programs.compile("Hostile", directory);
    Files.createDirectory(directory.resolve("small"));
  }

  static Stream<Jdk> andJdk8() {
    return Jdk.allAnd(8);
  }

  @ParameterizedTest
  @MethodSource("andJdk8")
  void itsOwnOutputStreamsAreItsOwn(Jdk jdk) throws Exception {
    Result result = outlive(fork(jdk, "export=file:out"), "out", "stdout");

    assertThat(result.stdout()).isEqualTo("begin\nholding\nreleased\nend\n");
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void noFileDescriptorIsLeft(Jdk jdk) throws Exception {
    Fork fork = fork(jdk, "export=file:out").prefix("sh", "-c", "ulimit -n 300; exec \"$@\"", "sh");

    Result result = outlive(fork, "out", "descriptors");

    assertThat(result.stdout()).isEqualTo("begin\nholding\nreleased\nend\n");
    assertThat(result.stderr()).allMatch(line -> line.startsWith("[cresset] "));
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void theDiskIsFull(Jdk jdk) throws Exception {
    Path small = directory.resolve("small");
    String mount = "mount -t tmpfs -o size=16m tmpfs " + small + " && exec \"$@\"";
    Fork fork =
        fork(jdk, "temp.directory=small,export=file:small/out,log.file=small/log")
            .prefix("unshare", "--map-root-user", "--mount", "sh", "-c", mount, "sh");

    try (Running hostile = fork.start("-cp", ".", "Hostile", "disk", "small")) {
      Path inside = Path.of("/proc", pid(hostile), "root").resolve(small.toString().substring(1));
      awaitRecovery(hostile, inside.resolve("out"));
      Result result = hostile.finish();

      assertThat(result.exit()).isEqualTo(EXIT);
      assertThat(result.stdout()).isEqualTo("begin\nfull\nholding\nreleased\nend\n");
      assertThat(result.stderr()).allMatch(line -> line.startsWith("[cresset] "));
    }
  }

  @ParameterizedTest
  @MethodSource("andJdk8")
  void thereIsNoMemory(Jdk jdk) throws Exception {
    Result result = outlive(fork(jdk, "export=file:out").jvm("-Xmx48m"), "out", "memory");

    assertThat(result.stdout()).isEqualTo("begin\nholding\nreleased\nend\n");
  }

  static Stream<Jdk> withSecurityManager() {
    return Jdk.allAnd(8, 11).filter(jdk -> jdk.feature() <= 17);
  }

  @ParameterizedTest
  @MethodSource("withSecurityManager")
  void aSecurityManagerForbidsWhatIsNotGranted(Jdk jdk) throws Exception {
    Fork fork = fork(jdk, "export=file:out").jvm("-Djava.security.manager");
    try (Running hostile = fork.start("-cp", ".", "Hostile", "security")) {
      hostile.untilItSays("access denied");
      assertThat(hostile.process().isAlive()).isTrue();
      hostile.process().getOutputStream().write('x');
      Result result = hostile.finish();

      assertThat(result.stdout()).isEqualTo("begin\nend\n");
      assertThat(result.exit()).isEqualTo(EXIT);
    }
  }

  @ParameterizedTest
  @MethodSource("withSecurityManager")
  void aSecurityManagerThatGrantsTheAgentEverythingLetsItProfile(Jdk jdk) throws Exception {
    Path policy =
        Files.writeString(
            directory.resolve("policy"),
            "grant codeBase \"file:"
                + Fork.agentJar()
                + "\" {\n"
                + "  permission java.security.AllPermission;\n};\n");
    Fork fork =
        fork(jdk, "export=file:out")
            .jvm("-Djava.security.manager", "-Djava.security.policy=" + policy);
    try (Running hostile = fork.start("-cp", ".", "Hostile", "security")) {
      hostile.untilThereAre(8, directory.resolve("out"));
      hostile.process().getOutputStream().write('x');
      assertThat(hostile.finish().stdout()).isEqualTo("begin\nend\n");
    }
  }

  private Fork fork(Jdk jdk, String arguments) {
    return new Fork(jdk, directory).agent("period=200ms,state.directory=state," + arguments);
  }

  /** Lets it hold what it has until the agent has missed something, and waits for its recovery. */
  private Result outlive(Fork fork, String out, String mode) throws Exception {
    try (Running hostile = fork.start("-cp", ".", "Hostile", mode)) {
      awaitRecovery(hostile, directory.resolve(out));
      Result result = hostile.finish();
      assertThat(result.exit()).as(result.stderr().toString()).isEqualTo(EXIT);
      return result;
    }
  }

  private static void awaitRecovery(Running hostile, Path out) throws Exception {
    hostile.until(() -> count(out) >= 4, "there are profiles in " + out);
    poke(hostile);
    hostile.until(() -> Files.readString(hostile.out()).contains("holding"), "it holds");
    Thread.sleep(2000);
    poke(hostile);
    hostile.until(() -> Files.readString(hostile.out()).contains("released"), "it gave back");
    long before = count(out);
    hostile.until(() -> count(out) >= before + 8, "there are profiles again in " + out);
    poke(hostile);
  }

  private static void poke(Running hostile) throws Exception {
    hostile.process().getOutputStream().write('x');
    hostile.process().getOutputStream().flush();
  }

  private static String pid(Running hostile) {
    return Long.toString(hostile.process().pid());
  }

  private static long count(Path directory) throws Exception {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".pb.gz")).count();
    }
  }
}
