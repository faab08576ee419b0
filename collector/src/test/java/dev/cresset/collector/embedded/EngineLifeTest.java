package dev.cresset.collector.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.TestClickHouse;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the engine's process comes, goes and comes again. */
class EngineLifeTest {
  private static final long MEMORY = 1L << 30;

  @TempDir Path data;

  @Test
  void keepsItsDataOverARestart() throws Exception {
    try (EmbeddedClickHouse engine = start()) {
      run(engine, "CREATE TABLE t (a Int64) ENGINE = MergeTree ORDER BY a");
      run(engine, "INSERT INTO t VALUES (1), (2)");
    }
    try (EmbeddedClickHouse engine = start()) {
      assertThat(run(engine, "SELECT sum(a) FROM t")).isEqualTo("3");
    }
  }

  @Test
  void comesBackWithItsDataWhenItsProcessIsKilled() throws Exception {
    try (EmbeddedClickHouse engine = start();
        ClickHouse clickHouse = ClickHouse.at(engine, "test", 2, Duration.ofSeconds(60))) {
      run(engine, "CREATE TABLE t (a Int64) ENGINE = MergeTree ORDER BY a");
      run(engine, "INSERT INTO t VALUES (1), (2)");
      long first = engine.pid();

      kill("KILL", first);

      await(() -> engine.restarts() == 1 && engine.pid() != 0);
      assertThat(engine.pid()).isNotEqualTo(first);
      assertThat(run(clickHouse, "SELECT sum(a) FROM t")).isEqualTo("3");
    }
  }

  @Test
  void saysThatItIsUnavailableWhileItIsBeingRestarted() throws Exception {
    try (EmbeddedClickHouse engine = start()) {
      kill("KILL", engine.pid());
      await(() -> engine.pid() == 0);

      assertThatThrownBy(engine::url)
          .isInstanceOf(java.sql.SQLTransientConnectionException.class)
          .hasMessage("The embedded ClickHouse is not running now; it is being started again");
    }
  }

  @Test
  void leavesItToItsOwnerWhenToEnd() throws Exception {
    try (EmbeddedClickHouse engine = start()) {
      long pid = engine.pid();

      kill("INT", pid);
      kill("TERM", pid);
      kill("HUP", pid);

      assertThat(run(engine, "SELECT 1")).isEqualTo("1");
      assertThat(engine.pid()).isEqualTo(pid);
    }
  }

  @Test
  void leavesNoProcessBehindWhenItIsClosed() throws Exception {
    EmbeddedClickHouse engine = start();
    ProcessHandle process = ProcessHandle.of(engine.pid()).orElseThrow();

    engine.close();

    await(() -> !process.isAlive());
    assertThat(engine.pid()).isZero();
  }

  @Test
  void diesWithItsOwnerHoweverThatEnds() throws Exception {
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                TestClickHouse.library().toString(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = owner.inputReader(StandardCharsets.UTF_8)) {
      ProcessHandle engine = ProcessHandle.of(pid(output)).orElseThrow();
      assertThat(engine.isAlive()).isTrue();

      owner.destroyForcibly().waitFor();

      await(() -> !engine.isAlive());
    }
  }

  @Test
  void refusesAFolderThatAnotherServerUses() throws Exception {
    try (EmbeddedClickHouse engine = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOf(IOException.class)
          .hasMessage(
              "The data folder %s is in use by process %d: stop that server or choose another folder"
                  .formatted(data, ProcessHandle.current().pid()));
      assertThat(run(engine, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void saysWhatToDoWhenTheLibraryIsMissingOrNone() {
    assertThatThrownBy(() -> EmbeddedClickHouse.start(data.resolve("no.so"), data, 1, MEMORY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("There is no ClickHouse library at " + data.resolve("no.so"))
        .hasMessageContaining("storage.embedded.library");
    Path java = Path.of(System.getProperty("java.home"), "release");
    assertThatThrownBy(() -> EmbeddedClickHouse.start(java, data, 1, MEMORY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(java.toString());
  }

  /** Owns an engine until it is killed. */
  static final class Owner {
    public static void main(String[] args) throws Exception {
      EmbeddedClickHouse engine =
          EmbeddedClickHouse.start(Path.of(args[0]), Path.of(args[1]), 1, MEMORY);
      System.out.println("engine " + engine.pid());
      Thread.sleep(Duration.ofMinutes(5));
    }
  }

  private EmbeddedClickHouse start() throws IOException {
    return EmbeddedClickHouse.start(TestClickHouse.library(), data, 2, MEMORY);
  }

  private static long pid(BufferedReader output) throws IOException {
    String line = output.readLine();
    while (!line.startsWith("engine ")) {
      line = output.readLine();
    }
    return Long.parseLong(line.substring("engine ".length()));
  }

  private static String run(EmbeddedClickHouse engine, String sql) throws SQLException {
    try (ClickHouse clickHouse = ClickHouse.at(engine, "test", 1, Duration.ofSeconds(30))) {
      return run(clickHouse, sql);
    }
  }

  private static String run(ClickHouse clickHouse, String sql) throws SQLException {
    try (Connection connection = clickHouse.connection();
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      ResultSet rows = statement.getResultSet();
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private static void kill(String signal, long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
