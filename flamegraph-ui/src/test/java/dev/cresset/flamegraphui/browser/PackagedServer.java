package dev.cresset.flamegraphui.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The server as it is shipped, in a process of its own, on free ports. */
final class PackagedServer implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("Cresset is ready: (http://localhost:(\\d+)) .*http://localhost:(\\d+)\\)");

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final int httpPort;
  private final int grpcPort;

  private PackagedServer(Process process, Matcher ready) {
    this.process = process;
    url = ready.group(1);
    httpPort = Integer.parseInt(ready.group(2));
    grpcPort = Integer.parseInt(ready.group(3));
  }

  static PackagedServer start(Path data) throws IOException {
    return start(data, 0, 0);
  }

  static PackagedServer start(Path data, int httpPort, int grpcPort) throws IOException {
    Process process =
        command("--data", data.toString(), "--http", "" + httpPort, "--grpc", "" + grpcPort)
            .redirectError(data.resolveSibling(data.getFileName() + ".log").toFile())
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    Matcher ready = READY.matcher(line == null ? "" : line);
    if (!ready.matches()) {
      process.destroyForcibly();
      String log = Files.readString(data.resolveSibling(data.getFileName() + ".log"));
      throw new IOException("The server did not start: " + line + "\n" + log);
    }
    return new PackagedServer(process, ready);
  }

  /** How the server is run, its arguments added. */
  static ProcessBuilder command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dcresset.home=" + property("cresset.home"),
                "-cp",
                Path.of(property("cresset.server")).resolve("lib") + "/*",
                "dev.cresset.flamegraphui.ServerMain"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  String url() {
    return url;
  }

  int httpPort() {
    return httpPort;
  }

  int grpcPort() {
    return grpcPort;
  }

  /** Hands a pprof file in through the API. */
  void upload(byte[] pprof, Map<String, String> origin) throws IOException, InterruptedException {
    String query =
        origin.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1/profiles?" + query))
            .POST(HttpRequest.BodyPublishers.ofByteArray(pprof))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("The upload was answered with " + response.body());
    }
  }

  /**
   * Asks it to stop, as an operator would.
   *
   * @return whether it did
   */
  boolean stop() throws InterruptedException {
    process.destroy();
    return process.waitFor(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    http.close();
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("The build sets -D" + name + " for these tests");
    }
    return value;
  }
}
