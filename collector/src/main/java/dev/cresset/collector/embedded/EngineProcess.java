package dev.cresset.collector.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process of the engine, from its start to its end. */
final class EngineProcess {
  private static final Logger LOG = LoggerFactory.getLogger(EngineProcess.class);

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final Process process;
  private final Secret secret;
  private final int port;
  private final long started = System.nanoTime();

  private EngineProcess(Process process, Secret secret, int port) {
    this.process = process;
    this.secret = secret;
    this.port = port;
  }

  /** Starts the process and waits until it serves. */
  static EngineProcess start(EngineOptions options) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(options)).redirectErrorStream(true);
    // Options meant for the owner: an agent, say.
    builder
        .environment()
        .keySet()
        .removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
    Process process = builder.start();
    boolean ready = false;
    try {
      Secret secret = Secret.random();
      OutputStream in = process.getOutputStream();
      in.write((secret.value() + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
      EngineProcess started = new EngineProcess(process, secret, awaitPort(process));
      ready = true;
      return started;
    } finally {
      if (!ready) {
        process.destroyForcibly();
      }
    }
  }

  int port() {
    return port;
  }

  Secret secret() {
    return secret;
  }

  long pid() {
    return process.pid();
  }

  /** Waits for the end, and tells how long the process served. */
  Duration waitForEnd() throws InterruptedException {
    process.waitFor();
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** How it ended, for a message. */
  String ending() {
    int status = process.exitValue();
    return status > 128 ? "signal " + (status - 128) : "status " + status;
  }

  void stop() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(STOP)) {
        LOG.warn("The embedded ClickHouse (process {}) does not end", pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> command(EngineOptions options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx64m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--enable-native-access=ALL-UNNAMED");
    // Better started again than half alive.
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:ErrorFile=" + options.data().resolve("hs_err_%p.log"));
    command.add("-Dsun.net.httpserver.nodelay=true");
    // The owner's pool closes idle connections first, so that none is closed under a request.
    command.add("-Dsun.net.httpserver.idleInterval=86400");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(EmbeddedEngineMain.class.getName());
    command.addAll(options.toArguments());
    return command;
  }

  private static int awaitPort(Process process) throws IOException {
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread.ofPlatform().name("engine-output").daemon().start(() -> listen(process, port));
    try {
      return port.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("The embedded ClickHouse did not start within " + START, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the embedded ClickHouse was starting", e);
    }
  }

  private static void listen(Process process, CompletableFuture<Integer> port) {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(EmbeddedEngineMain.READY)) {
          port.complete(Integer.valueOf(line.substring(EmbeddedEngineMain.READY.length())));
        } else if (line.startsWith(EmbeddedEngineMain.FAILED)) {
          port.completeExceptionally(
              new IOException(line.substring(EmbeddedEngineMain.FAILED.length())));
        } else {
          LOG.info("engine: {}", line);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("The engine's output ended", e);
    }
    port.completeExceptionally(new IOException("The embedded ClickHouse ended while starting"));
  }
}
