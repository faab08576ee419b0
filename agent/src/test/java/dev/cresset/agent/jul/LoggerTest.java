package dev.cresset.agent.jul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.logging.AgentLog;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggerTest {
  @TempDir private Path directory;

  private final Logger logger = Logger.getLogger("io.grpc.Channel");

  @AfterEach
  void restore() {
    Logger.setSink(AgentLog.toStandardError(AgentLog.Level.WARN));
  }

  @Test
  void whatIsSevereIsTheAgentsWarning() throws Exception {
    Path file = sink(AgentLog.Level.INFO);

    logger.severe("panic");
    logger.warning("careful");
    logger.info("by the way");

    assertThat(Files.readAllLines(file))
        .singleElement()
        .asString()
        .endsWith("WARN io.grpc.Channel: panic");
  }

  @Test
  void theRestIsForDebuggingAndNotEvenThatIfItIsFine() throws Exception {
    Path file = sink(AgentLog.Level.DEBUG);

    logger.log(Level.WARNING, "{0} of {1}: it''s", new Object[] {1, 2});
    LogRecord record = new LogRecord(Level.INFO, "got {0}");
    record.setParameters(new Object[] {"it"});
    record.setThrown(new IllegalStateException("broken"));
    logger.log(record);
    logger.fine("detail");

    assertThat(Files.readAllLines(file))
        .satisfiesExactly(
            first -> assertThat(first).endsWith("DEBUG io.grpc.Channel: 1 of 2: it''s"),
            second ->
                assertThat(second)
                    .endsWith(
                        "DEBUG io.grpc.Channel: got it: java.lang.IllegalStateException: broken"));
    assertThat(logger.isLoggable(Level.FINE)).isFalse();
  }

  private Path sink(AgentLog.Level level) {
    Path file = directory.resolve("agent.log");
    Logger.setSink(AgentLog.toFile(level, file));
    return file;
  }
}
