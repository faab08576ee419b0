package dev.cresset.agent.shipped;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of a framework that only a jar beside the agent knows. */
class ExtensionsIT {
  private static final String JDKS = "dev.cresset.agent.shipped.Jdk#all";

  @TempDir private Path directory;

  @BeforeEach
  void build() throws Exception {
    Programs.compileServing(directory);
    Path classes = Files.createDirectory(directory.resolve("classes"));
    Programs.compileExtending(classes);
    Path folder = Files.createDirectory(directory.resolve("extensions"));
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(folder.resolve("shop-calls.jar")))) {
      jar.putNextEntry(new JarEntry("META-INF/services/dev.cresset.api.RequestEntryPoint"));
      jar.write("ShopCalls\n".getBytes(UTF_8));
      jar.putNextEntry(new JarEntry("ShopCalls.class"));
      jar.write(Files.readAllBytes(classes.resolve("ShopCalls.class")));
    }
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void requestsAreCountedAndLabelledAsTheJarSays(Jdk jdk) throws Exception {
    Files.writeString(directory.resolve("extensions/torn.jar"), "no jar");
    Fork fork =
        new Fork(jdk, directory)
            .agent("period=1s,export=file:out,cpu.interval=1ms,requests.extensions=extensions");
    Fork.Result result;
    try (Fork.Running serving = fork.start("-cp", classPath(), "ServesCalls")) {
      serve(serving);
      result = serving.finish().isUnharmed();
    }

    assertThat(result.warnings()).hasSize(1);
    assertThat(result.warnings().get(0)).contains("requests.extensions", "torn.jar");
    assertThat(PprofFiles.of("requests", out()).requests())
        .containsExactlyInAnyOrder("20 cart.Add", "10 cart.Fail");
    PprofFiles cpu = PprofFiles.of("cpu", out());
    assertThat(cpu.topFunctions("-tagfocus=endpoint=cart.Add"))
        .contains("ServesCalls.forTheRequest")
        .doesNotContain("ServesCalls.forNobody", "ServesCalls.underALabel");
    assertThat(cpu.topFunctions("-tagignore=endpoint=cart.Add"))
        .contains("ServesCalls.forNobody")
        .doesNotContain("ServesCalls.forTheRequest");
    assertThat(cpu.topFunctions("-tagfocus=job=billing")).contains("ServesCalls.underALabel");
  }

  @Test
  void nothingIsLeftOfTheJarWhenTheAgentGoes() throws Exception {
    Fork fork =
        new Fork(Jdk.newest(), directory).withoutAgent().jvm("-XX:+EnableDynamicAgentLoading");
    try (Fork.Running serving = fork.start("-cp", classPath(), "ServesCalls")) {
      serving.until(() -> Tool.agent("list").output().contains("ServesCalls"), "it is listed");
      long pid = serving.process().pid();
      Path here = Path.of("").toAbsolutePath();
      Path jar = directory.toRealPath().resolve("extensions/shop-calls.jar");
      Tool.agent(
              "attach",
              pid,
              "period=200ms",
              "export=file:" + out(),
              "requests.extensions=" + here.relativize(jar))
          .succeeds();
      serve(serving);
      assertThat(files(pid)).contains(jar.toString());
      assertThat(Tool.jcmd(pid, "GC.class_histogram").output()).contains("ShopCalls");

      Tool.agent("detach", pid).succeeds();

      assertThat(PprofFiles.of("requests", out()).requests()).contains("20 cart.Add");
      assertThat(files(pid)).doesNotContain(jar.toString());
      serving.until(
          () -> !Tool.jcmd(pid, "GC.class_histogram").output().contains("ShopCalls"),
          "its classes are gone");
      serving.finish().isUnharmed();
    }
  }

  private void serve(Fork.Running serving) throws Exception {
    // A window has been sealed: the agent is all there.
    serving.until(() -> !PprofFiles.of("cpu", out()).files().isEmpty(), "the first profile");
    serving.process().getOutputStream().write('\n');
    serving.process().getOutputStream().flush();
    serving.until(() -> Files.readString(serving.out()).contains("served"), "it has served");
  }

  private static Stream<String> files(long pid) throws Exception {
    try (Stream<Path> links = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return links.map(ExtensionsIT::target).toList().stream();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private static String classPath() {
    return "." + File.pathSeparator + Programs.classPath();
  }

  private Path out() {
    return directory.resolve("out");
  }
}
