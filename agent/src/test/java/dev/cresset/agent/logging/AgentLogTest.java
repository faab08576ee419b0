package dev.cresset.agent.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentLogTest {
  @TempDir private Path directory;

  @Test
  void aLineHasTimeLevelAndMessage() throws Exception {
    Path file = directory.resolve("agent.log");

    AgentLog.toFile(AgentLog.Level.INFO, file).warn("disk full");

    assertThat(Files.readString(file))
        .matches("\\[cresset] \\d\\d:\\d\\d:\\d\\d WARN disk full\\R");
  }

  @Test
  void whatIsBelowTheLevelIsNotSaid() throws Exception {
    Path file = directory.resolve("agent.log");
    AgentLog log = AgentLog.toFile(AgentLog.Level.WARN, file);

    log.debug("a");
    log.info("b");
    log.warn("c");

    assertThat(Files.readAllLines(file)).singleElement().asString().endsWith("WARN c");
  }

  @Test
  void offSaysNothing() throws Exception {
    Path file = directory.resolve("agent.log");

    AgentLog.toFile(AgentLog.Level.OFF, file).warn("c");

    assertThat(file).isEmptyFile();
  }

  @Test
  void aCauseIsOneLineUnlessSomebodyDebugs() throws Exception {
    Path brief = directory.resolve("brief.log");
    Path full = directory.resolve("full.log");
    Exception cause = new IllegalStateException("broken");

    AgentLog.toFile(AgentLog.Level.INFO, brief).warn("Failed", cause);
    AgentLog.toFile(AgentLog.Level.DEBUG, full).warn("Failed", cause);

    assertThat(Files.readAllLines(brief))
        .singleElement()
        .asString()
        .endsWith("WARN Failed: java.lang.IllegalStateException: broken");
    assertThat(Files.readString(full)).contains("at " + AgentLogTest.class.getName());
  }

  @Test
  void aFileIsContinuedAndPutAsideWhenItIsFull() throws Exception {
    Path file = directory.resolve("agent.log");
    Files.write(file, new byte[(int) AgentLog.MAX_FILE_BYTES - 1]);

    AgentLog.toFile(AgentLog.Level.INFO, file).info("first of the next file");

    assertThat(file).content().endsWith("first of the next file" + System.lineSeparator());
    assertThat(file).content().hasSizeLessThan(100);
    assertThat(directory.resolve("agent.log.1")).hasSize(AgentLog.MAX_FILE_BYTES - 1);
  }

  @Test
  void aFileThatCannotBePutAsideBeginsAnew() throws Exception {
    Path file = directory.resolve("agent.log");
    Files.write(file, new byte[(int) AgentLog.MAX_FILE_BYTES - 1]);
    Files.createDirectories(directory.resolve("agent.log.1/in the way"));
    AgentLog log = AgentLog.toFile(AgentLog.Level.INFO, file);

    log.info("lost");
    log.info("said");

    assertThat(Files.readAllLines(file)).singleElement().asString().endsWith("said");
  }
}
