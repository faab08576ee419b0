package dev.cresset.systemtests;

import static dev.cresset.systemtests.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged server with its embedded ClickHouse, in processes of their own. */
final class CressetServer implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("Cresset is ready: http://[^ ]*:(\\d+) .*:(\\d+)\\)");

  private final Path directory;
  private Child child;
  private int starts;
  private int http;
  private int grpc;
  private Duration timeToStart;

  /**
   * @param directory where its data and its output go
   */
  CressetServer(Path directory) {
    this.directory = directory;
  }

  /** Starts it, on the ports it had before if it ran before. */
  CressetServer start() throws IOException {
    long began = System.nanoTime();
    begin();
    eventually(() -> {
      assertThat(child.isAlive()).as("%s", child.err()).isTrue();
      assertThat(ready()).as("%s", child.out()).isPresent();
    });
    http = Integer.parseInt(ready().orElseThrow().group(1));
    grpc = Integer.parseInt(ready().orElseThrow().group(2));
    timeToStart = Duration.ofNanos(System.nanoTime() - began);
    return this;
  }

  /** Starts it, and does not wait until it is ready. */
  void begin() throws IOException {
    List<String> command = new ArrayList<>(Shipped.serverCommand());
    command.addAll(List.of("--data", directory.resolve("data").toString()));
    command.addAll(List.of("--http", String.valueOf(http), "--grpc", String.valueOf(grpc)));
    child = Child.start(directory, "server-" + ++starts, command);
  }

  private Optional<Matcher> ready() {
    return child.out().stream().map(READY::matcher).filter(Matcher::matches).findFirst();
  }

  /** How long it took until it was ready, the last time. */
  Duration timeToStart() {
    return timeToStart;
  }

  /** The address agents push to. */
  String collector() {
    return "http://127.0.0.1:" + grpc;
  }

  int grpcPort() {
    return grpc;
  }

  Api api() {
    return new Api("http://127.0.0.1:" + http);
  }

  /** The server's process; the engine's is its child. */
  ProcessHandle process() {
    return child.handle();
  }

  void stop() {
    child.stop();
  }

  /** Without any notice; the engine has to find out. */
  void kill() {
    child.kill();
  }

  @Override
  public void close() {
    child.close();
  }
}
