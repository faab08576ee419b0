package dev.cresset.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.ingest.IncomingProfile;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.store.TestClickHouse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./cresset move} does, from one engine's process to another's. */
class MoveToServerTest {
  @RegisterExtension static final TestClickHouse SERVER = new TestClickHouse();

  @TempDir Path folder;

  @Test
  void whatAServerLeftInItsFolderIsOnTheOtherServer() throws Exception {
    Path data = folder.resolve("data");
    try (Collector old =
        Collector.start(CollectorConfig.of(Map.of("grpc.port", "0", "data", data.toString())))) {
      assertThatThrownBy(() -> MoveToServer.run(data, config(), line -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(data.toString())
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
      old.ingest()
          .store(
              new IncomingProfile(
                  "p-1",
                  SeededStore.origin("it's", "1", "a"),
                  "cpu",
                  PprofBuilder.cpu(Instant.now().minusSeconds(600))
                      .sample(List.of("f", "main"), List.of(2L, 20_000_000L), "thread", "t")
                      .bytes()));
    }
    List<String> progress = new ArrayList<>();

    MoveToServer.run(data, config(), progress::add);

    assertThat(progress).contains("profiles: 1 rows copied, all there");
    assertThat(
            SERVER.column(
                "SELECT toString((service, release, labels, value, samples)) FROM samples"))
        .containsExactly("('it\\'s','1',{'thread':'t'},20000000,2)");
    assertThat(SERVER.column("SELECT function FROM functions ORDER BY function"))
        .containsExactly("f", "main");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> MoveToServer.run(folder, CollectorConfig.of(Map.of()), line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("storage.url");
    assertThatThrownBy(() -> MoveToServer.run(folder, config(), line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder + " is no data folder");
  }

  private static CollectorConfig config() throws Exception {
    Properties login = SERVER.engine().properties();
    return CollectorConfig.of(
        Map.of(
            "storage.url", SERVER.engine().url() + "?compress=false",
            "storage.user", login.getProperty("user"),
            "storage.password", login.getProperty("password")));
  }
}
