package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of one family in a directory, as pprof itself reads them. */
record PprofFiles(List<Path> files) {
  static PprofFiles of(String family, Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return new PprofFiles(List.of());
    }
    try (Stream<Path> all = Files.list(directory)) {
      return new PprofFiles(
          all.filter(file -> file.toString().endsWith("-" + family + ".pb.gz")).sorted().toList());
    }
  }

  /** What {@code go tool pprof -top} prints for all files together. */
  List<String> top(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("go", "tool", "pprof", "-top"));
    command.addAll(List.of(options));
    files.forEach(file -> command.add(file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = new String(process.getInputStream().readAllBytes()).lines().toList();
    assertThat(process.waitFor()).as("%s", lines).isZero();
    return lines;
  }

  /** The functions of {@link #top}, the one with the most of its own first. */
  List<String> topFunctions(String... options) throws IOException, InterruptedException {
    List<String> lines = top(options);
    int header = 0;
    while (!lines.get(header).contains("flat%")) {
      header++;
    }
    return lines.stream().skip(header + 1).map(line -> line.trim().split("\\s+")[5]).toList();
  }

  /** Of the family of requests: each endpoint with how many requests it had. */
  List<String> requests() throws IOException, InterruptedException {
    return top("-sample_index=requests").stream()
        .filter(line -> line.matches("\\s+\\d+ .*%.*"))
        .map(line -> line.trim().split("\\s+", 6))
        .map(cells -> cells[0] + " " + cells[5])
        .toList();
  }
}
