package dev.cresset.flamegraphui;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

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
}
