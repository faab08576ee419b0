package dev.cresset.flamegraphui;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;

class ServerMainTest {
  @Test
  void whatLibrariesLogByJavaUtilLoggingIsInTheSameLog() {
    Logger log = (Logger) LoggerFactory.getLogger("io.grpc.test");
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    log.addAppender(said);
    ServerMain.logByOneWay();
    try {
      java.util.logging.Logger.getLogger("io.grpc.test").warning("a stream broke");
    } finally {
      SLF4JBridgeHandler.uninstall();
      log.detachAppender(said);
    }

    assertThat(said.list).hasSize(1);
    assertThat(said.list.getFirst().getLevel()).isEqualTo(Level.WARN);
    assertThat(said.list.getFirst().getFormattedMessage()).isEqualTo("a stream broke");
  }

  @Test
  void aMoveSaysWhatItNeeds(@TempDir Path folder) {
    StringWriter said = new StringWriter();
    CommandLine command = new CommandLine(new ServerMain()).setErr(new PrintWriter(said, true));

    int status = command.execute("move", "--from", folder.toString());

    assertThat(status).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    assertThat(said.toString()).startsWith("cresset-server move: ").contains("storage.url");
    assertThat(command.execute("move")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(said.toString()).contains("--from");
  }
}
