package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/cresset-agent} of the server's distribution, which brings its own Java runtime. */
class DistributionToolIT {
  private static final Path LAUNCHER = Path.of("..", "launcher");
  private static final Pattern MODULES = Pattern.compile("runtime_modules=(\\S+)");

  @TempDir private Path directory;

  @Test
  void itAttachesToAProcessWithTheModulesOfItsRuntimeAlone() throws Exception {
    Path tool = distribution();
    Path out = directory.resolve("out");
    Programs.compile("Busy", directory);
    Fork fork =
        new Fork(Jdk.newest(), directory).withoutAgent().jvm("-XX:+EnableDynamicAgentLoading");
    try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
      String pid = Long.toString(busy.process().pid());
      busy.until(() -> Tool.run(command(tool, "list")).output().contains(pid), "it is listed");

      Tool.run(command(tool, "attach", pid, "period=200ms,export=file:" + out)).succeeds();
      busy.untilThereAre(4, out);

      assertThat(Tool.run(command(tool, "detach", pid)).succeeds().output())
          .contains("The agent has left");
      busy.finish().isUnharmed();
    }
  }

  /** As {@code ./cresset dist} lays it out, through a link as in {@code /usr/local/bin}. */
  private Path distribution() throws Exception {
    Path home = Files.createDirectory(directory.resolve("cresset-server"));
    Path bin = Files.createDirectory(home.resolve("bin"));
    Path tool = Files.copy(LAUNCHER.resolve("cresset-agent"), bin.resolve("cresset-agent"));
    Files.copy(Fork.agentJar(), home.resolve("cresset-agent.jar"));
    Path java = Files.createDirectories(home.resolve("runtime/bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\nexec %s --limit-modules %s \"$@\"\n"
            .formatted(Jdk.newest().java(), runtimeModules()));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Files.createSymbolicLink(directory.resolve("linked"), tool);
  }

  private static String runtimeModules() throws Exception {
    Matcher modules = MODULES.matcher(Files.readString(LAUNCHER.resolve("dist.sh")));
    assertThat(modules.find()).isTrue();
    return modules.group(1);
  }

  private static List<String> command(Path tool, String... arguments) {
    return Stream.concat(Stream.of(tool.toString()), Stream.of(arguments)).toList();
  }
}
