package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.shipped.Fork.Result;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the best engine's way is stepped around, or named. */
class EngineReasonsIT {
  @TempDir private Path directory;

  @BeforeEach
  void compile() throws Exception {
    Programs.compile("Busy", directory);
  }

  @Test
  void aTempFolderMountedNoexecIsReplacedByAnother() throws Exception {
    Path noexec = Files.createDirectory(directory.resolve("noexec"));
    String mount = "mount -t tmpfs -o noexec,size=20m tmpfs " + noexec + " && exec \"$@\"";
    Fork fork =
        fork("period=1s,export=file:out")
            .jvm("-Djava.io.tmpdir=" + noexec)
            .prefix("unshare", "--map-root-user", "--mount", "sh", "-c", mount, "sh");

    Result result = busy(fork);

    assertThat(line(result)).contains("async-profiler 4").contains(", not " + noexec);
    assertThat(PprofFiles.of("cpu", out()).topFunctions("-focus=Busy.main")).contains("Busy.hot");
    assertThat(directory.toFile().list()).noneMatch(name -> name.startsWith("cresset-sampler"));
  }

  @Test
  void aTempFolderThatIsFullOrMissingIsReplacedByAnother() throws Exception {
    Result result = busy(fork("period=1s,export=file:out,temp.directory=missing"));

    assertThat(result.warnings())
        .singleElement()
        .asString()
        .contains("No file can be written in missing: using ");
    assertThat(line(result)).contains("Profiling with async-profiler");
  }

  @Test
  void aProcessorThatTheNativeEngineDoesNotKnowIsNamed() throws Exception {
    Result result = busy(fork("period=1s,export=file:out").jvm("-Dos.arch=riscv64"));

    assertThat(line(result))
        .contains("flight-recorder, because async-profiler: There is no async-profiler for")
        .contains("linux-riscv64");
    assertThat(PprofFiles.of("cpu", out()).top())
        .anyMatch(line -> line.contains("There is no async-profiler for linux-riscv64"));
  }

  @Test
  void anotherAsyncProfilerThatIsThereFirstGetsItsRecordingAndWeOurs() throws Exception {
    Path library = extractLibrary();
    Fork fork =
        fork("period=1s,export=file:out")
            .jvm("-agentpath:" + library + "=start,event=cpu,alloc,file=theirs.jfr,loglevel=none");

    Result result = busy(fork);

    assertThat(line(result)).contains("Profiling with async-profiler");
    assertThat(PprofFiles.of("cpu", out()).topFunctions("-focus=Busy.main")).contains("Busy.hot");
    assertThat(Files.size(directory.resolve("theirs.jfr"))).isGreaterThan(1000);
  }

  @Test
  void manyOptionsOfTheJvmAreInNobodysWay() throws Exception {
    Fork fork =
        fork("period=1s,export=file:out")
            .jvm("-XX:+DisableAttachMechanism", "-XX:-UsePerfData", "-Xrs", "-Xint")
            .jvm("-XX:-EnableDynamicAgentLoading", "-XX:+UseSerialGC", "-Xss300k");

    Result result = busy(fork);

    assertThat(line(result)).contains("Profiling with async-profiler");
    assertThat(PprofFiles.of("cpu", out()).topFunctions("-focus=Busy.main")).contains("Busy.hot");
  }

  private Fork fork(String arguments) {
    return new Fork(Jdk.newest(), directory).agent(arguments);
  }

  private Result busy(Fork fork) throws Exception {
    try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
      busy.until(() -> PprofFiles.of("cpu", out()).files().size() >= 2, "there are two of cpu");
      return busy.finish().isUnharmed();
    }
  }

  /** The one line that says what profiles, and why. */
  private static String line(Result result) {
    List<String> lines =
        result.stderr().stream().filter(l -> l.contains("Profiling with")).toList();
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  private Path extractLibrary() throws Exception {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    Path library = directory.resolve("theirs.so");
    try (ZipFile jar = new ZipFile(Fork.agentJar().toFile())) {
      ZipEntry entry = jar.getEntry("cresset-lib/linux-" + machine + "/libasyncProfiler.so");
      try (InputStream in = jar.getInputStream(entry)) {
        Files.copy(in, library);
      }
    }
    return library;
  }

  private Path out() {
    return directory.resolve("out");
  }
}
