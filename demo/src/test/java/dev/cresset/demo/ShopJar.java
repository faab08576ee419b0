package dev.cresset.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One of the packaged programs, running as a process of its own. */
final class ShopJar implements AutoCloseable {
  private static final Path DIRECTORY = Path.of("target", "shop");

  private final Process process;
  private final BufferedReader output;

  private ShopJar(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  static ShopJar run(String jar, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-jar", DIRECTORY.resolve(jar).toString()));
    command.addAll(List.of(arguments));
    return new ShopJar(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  String readLine() throws IOException {
    return output.readLine();
  }

  /** Where a shop says, in its first line, that it answers. */
  URI url() throws IOException {
    String line = readLine();
    return URI.create(line.substring(line.indexOf("http://")));
  }

  void closeStdin() throws IOException {
    process.getOutputStream().close();
  }

  /** The process's exit code, or -1 if it is still there after a minute. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor(1, TimeUnit.MINUTES) ? process.exitValue() : -1;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    output.close();
  }
}
