package dev.cresset.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OptionTest {
  @Test
  void theNamesAndDefaultsAreThese() {
    assertThat(Option.all())
        .extracting(option -> option.name() + "=" + option.defaultText())
        .containsExactly(
            "enabled=on",
            "config=",
            "service=",
            "release=",
            "environment=",
            "instance=",
            "attributes=",
            "collector=http://localhost:7401",
            "export=grpc",
            "period=10s",
            "engine=auto",
            "cpu=on",
            "cpu.interval=10ms",
            "wall=on",
            "wall.interval=100ms",
            "alloc=on",
            "alloc.interval=512k",
            "alloc.instrumentation=auto",
            "alloc.packages=",
            "lock=on",
            "lock.interval=1ms",
            "stack.depth=512",
            "spool.bytes=32m",
            "shutdown.timeout=5s",
            "log.level=info",
            "log.file=",
            "temp.directory=");
  }

  @Test
  void theTableInTheDocumentationIsTheOneInTheCode() throws Exception {
    String table =
        Option.all().stream().map(OptionTest::row).collect(Collectors.joining("\n", "\n", "\n\n"));

    assertThat(Files.readString(Path.of("..", "docs", "agent.md"))).contains(table);
  }

  private static String row(Option<?> option) {
    String written = option.defaultText();
    return String.format(
        "| `%s` | %s | %s | %s |",
        option.name(),
        written.isEmpty() ? "" : '`' + written + '`',
        option.allowed(),
        option.meaning());
  }
}
