package dev.cresset.collector.embedded;

import dev.cresset.collector.store.ClickHouseEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ClickHouse in a process of its own that belongs to this one: started with it, started again when
 * it dies, and gone when this process is, however it ends. Safe for use by many threads.
 */
public final class EmbeddedClickHouse implements ClickHouseEndpoint, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedClickHouse.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final EngineOptions options;
  private volatile EngineProcess process;
  private final LongAdder restarts = new LongAdder();
  private final Thread supervisor =
      Thread.ofPlatform().name("engine-supervisor").daemon().unstarted(this::supervise);
  private volatile boolean closed;

  private EmbeddedClickHouse(EngineOptions options, EngineProcess process) {
    this.options = options;
    this.process = process;
  }

  /**
   * Starts the engine and waits until it answers.
   *
   * @param library the ClickHouse engine, {@code libchdb.so}
   * @param data the folder its tables are kept in; created where it is missing
   * @param connections how many statements run at once
   * @param memory how many bytes the engine may take for tables, queries and caches
   * @throws IOException if it cannot start, with one line that says why and what to do
   */
  public static EmbeddedClickHouse start(Path library, Path data, int connections, long memory)
      throws IOException {
    return start(library, data, connections, memory, List.of());
  }

  /**
   * @param more of what a ClickHouse server reads from its configuration, as arguments
   */
  static EmbeddedClickHouse start(
      Path library, Path data, int connections, long memory, List<String> more) throws IOException {
    if (!Files.isRegularFile(library)) {
      throw new IOException(
          "There is no ClickHouse library at %s: run ./cresset build, which fetches it, or set"
                  .formatted(library)
              + " storage.embedded.library, or name a ClickHouse server by storage.url");
    }
    EngineOptions options =
        new EngineOptions(
            library.toAbsolutePath(),
            data.toAbsolutePath(),
            connections,
            memory,
            ProcessHandle.current().pid(),
            more);
    EmbeddedClickHouse engine = new EmbeddedClickHouse(options, EngineProcess.start(options));
    engine.supervisor.start();
    return engine;
  }

  /** What one query may take of the engine's memory. */
  public static long queryMemory(long memory) {
    return EngineOptions.queryMemory(memory);
  }

  @Override
  public String url() throws SQLTransientConnectionException {
    EngineProcess current = process;
    if (current == null) {
      throw new SQLTransientConnectionException(
          "The embedded ClickHouse is not running now; it is being started again", "08001");
    }
    return "jdbc:ch://127.0.0.1:" + current.port();
  }

  @Override
  public Properties properties() {
    Properties properties = new Properties();
    EngineProcess current = process;
    if (current != null) {
      properties.setProperty("user", Secret.USER);
      properties.setProperty("password", current.secret().value());
    }
    // Over the loopback interface it would only cost.
    properties.setProperty("compress", "false");
    return properties;
  }

  /** The engine's process; 0 while there is none. */
  public long pid() {
    EngineProcess current = process;
    return current == null ? 0 : current.pid();
  }

  /** How often the engine had to be started again. */
  public long restarts() {
    return restarts.sum();
  }

  private void supervise() {
    Duration pause = FIRST_PAUSE;
    EngineProcess current = process;
    while (!closed) {
      try {
        if (current != null) {
          Duration served = current.waitForEnd();
          process = null;
          pause = served.compareTo(LONGEST_PAUSE) > 0 ? FIRST_PAUSE : longer(pause);
          if (!closed) {
            LOG.warn("The embedded ClickHouse ended by {}; starting it again", current.ending());
            restarts.increment();
          }
          current = null;
        }
        Thread.sleep(pause);
        current = startAgain();
      } catch (IOException | RuntimeException | Error e) {
        // Whatever it was, memory or threads that are used up included: nobody else tries again.
        pause = longer(pause);
        LOG.error("The embedded ClickHouse does not start; next attempt in {}", pause, e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private EngineProcess startAgain() throws IOException {
    EngineProcess started = closed ? null : EngineProcess.start(options);
    synchronized (this) {
      if (closed && started != null) {
        started.stop();
        return null;
      }
      process = started;
      return started;
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  /** Ends the engine's process; what was acknowledged is on disk. */
  @Override
  public synchronized void close() {
    closed = true;
    supervisor.interrupt();
    EngineProcess current = process;
    process = null;
    if (current != null) {
      current.stop();
    }
  }
}
