package dev.cresset.collector.pprof;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.dynatrace.hash4j.hashing.HashStream64;
import com.google.protobuf.CodedInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets Jazzer look for bytes that the decoder neither decodes nor refuses, by the coverage it gets,
 * beginning with the corpus. {@code -Dcresset.fuzz.seconds} is for how long.
 */
class PprofDecoderFuzzIT {
  private static final int SECONDS = Integer.getInteger("cresset.fuzz.seconds", 20);

  @TempDir Path folder;

  @Test
  void whateverIsSentIsDecodedOrRefusedInLittleMemory() throws Exception {
    Path found = Files.createDirectory(folder.resolve("found"));
    Path log = folder.resolve("log");

    Process fuzzer =
        new ProcessBuilder(command(found))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();

    boolean ended = fuzzer.waitFor(SECONDS + 120, TimeUnit.SECONDS);
    fuzzer.destroyForcibly();
    assertThat(ended).as(() -> "It ends.\n" + text(log)).isTrue();
    assertThat(fuzzer.waitFor()).as(() -> inputs() + text(log)).isZero();
    assertThat(text(log)).containsPattern("Done \\d{3,} runs");
  }

  private List<String> command(Path found) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx192m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", classPath()));
    command.add(Jazzer.class.getName());
    command.add("--target_class=" + FuzzTarget.class.getName());
    command.add("--instrumentation_includes=dev.cresset.collector.pprof.**");
    command.add("-max_total_time=" + SECONDS);
    command.add("-max_len=16384");
    command.add("-timeout=10");
    command.add(found.toString());
    command.add(Path.of(FuzzTarget.class.getResource("corpus").toURI()).toString());
    return command;
  }

  /** No more than it takes: Jazzer looks for hooks in all of it. */
  private static String classPath() throws URISyntaxException {
    StringJoiner path = new StringJoiner(File.pathSeparator);
    for (Class<?> part :
        List.of(
            FuzzTarget.class,
            PprofDecoder.class,
            CodedInputStream.class,
            HashStream64.class,
            Jazzer.class,
            FuzzedDataProvider.class)) {
      path.add(
          Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    return path.toString();
  }

  /** What made it fail, to be put into the corpus. */
  private String inputs() {
    StringBuilder inputs = new StringBuilder();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "{crash,timeout,oom}-*")) {
      for (Path file : files) {
        inputs.append(file.getFileName()).append(": ");
        inputs.append(HexFormat.of().formatHex(Files.readAllBytes(file))).append('\n');
      }
    } catch (IOException e) {
      inputs.append(e);
    }
    return inputs.toString();
  }

  private static String text(Path log) {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
