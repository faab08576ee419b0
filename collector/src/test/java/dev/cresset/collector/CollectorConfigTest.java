package dev.cresset.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.cresset.collector.query.QueryLimits;
import dev.cresset.collector.store.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorConfigTest {
  @TempDir Path folder;

  @Test
  void hasTheseSettingsWithTheseDefaults() {
    assertThat(ConfigReader.defaults(CollectorConfig.class))
        .containsExactly(
            entry("data", "cresset-data"),
            entry("http.host", "0.0.0.0"),
            entry("http.port", "7400"),
            entry("grpc.host", "0.0.0.0"),
            entry("grpc.port", "7401"),
            entry("storage.url", ""),
            entry("storage.cluster", ""),
            entry("storage.user", "default"),
            entry("storage.password", ""),
            entry("storage.query-connections", "10"),
            entry("storage.retention-days", "30"),
            entry("storage.min-free", "1g"),
            entry("storage.rollup-minute-days", "1"),
            entry("storage.rollup-hour-days", "730"),
            entry("storage.service-retention", ""),
            entry("storage.embedded.library", ""),
            entry("storage.embedded.memory", "1g"),
            entry("query.max-seconds", "30"),
            entry("query.max-memory", "1g"),
            entry("query.max-concurrent", "4"),
            entry("query.max-stacks", "0"),
            entry("query.max-tree-nodes", "0"),
            entry("query.max-rows", "100000"),
            entry("query.compared-windows", "20000"),
            entry("ingest.max-profile-size", "16m"),
            entry("ingest.max-uncompressed-size", "64m"),
            entry("ingest.max-samples", "200000"),
            entry("ingest.max-depth", "4096"),
            entry("ingest.max-frames", "4000000"),
            entry("ingest.max-table-entries", "250000"),
            entry("ingest.max-string-length", "64k"),
            entry("ingest.max-labels", "64"),
            entry("ingest.max-attributes", "64"),
            entry("ingest.max-in-flight", "192m"),
            entry("ingest.max-arriving", "48m"),
            entry("limits.connections", "10000"),
            entry("limits.stacks-per-day", "250000"),
            entry("limits.label-sets-per-day", "100000"),
            entry("limits.label-names-per-day", "200"),
            entry("limits.label-values-per-day", "50000"),
            entry("limits.services-per-day", "10000"),
            entry("limits.releases-per-day", "1000"),
            entry("limits.environments-per-day", "100"),
            entry("limits.instances-per-day", "50000"),
            entry("limits.types-per-day", "100"));
  }

  @Test
  void limitsOfQueriesThatAreLeftToTheHeapGrowWithIt() {
    QueryLimits small = CollectorConfig.of(Map.of()).query().limits(256 << 20);
    QueryLimits large = CollectorConfig.of(Map.of()).query().limits(1L << 31);
    assertThat(large.stacks()).isGreaterThan(small.stacks());
    assertThat(large.treeNodes()).isGreaterThan(small.treeNodes());

    assertThat(
            CollectorConfig.of(
                    Map.of(
                        "query.max-seconds", "1",
                        "query.max-memory", "2m",
                        "query.max-concurrent", "3",
                        "query.max-stacks", "4",
                        "query.max-tree-nodes", "5",
                        "query.max-rows", "6",
                        "query.compared-windows", "700"))
                .query()
                .limits(1L << 31))
        .isEqualTo(new QueryLimits(Duration.ofSeconds(1), 2 << 20, 3, 4, 5, 6, 700));
  }

  @Test
  void isDocumentedSettingBySetting() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "server.md"));

    ConfigReader.defaults(CollectorConfig.class)
        .forEach((name, value) ->
            assertThat(page)
                .contains(
                    "| `%s` | %s |".formatted(name, value.isEmpty() ? "" : "`" + value + "`")));
  }

  @Test
  void readsPropertiesAndYaml() throws IOException {
    Path properties = write("server.properties", "http.port=1234\nstorage.embedded.memory=2g\n");
    Path yaml =
        write("server.yaml", "http:\n  port: 1234\nstorage:\n  embedded:\n    memory: 2g\n");

    for (Path file : new Path[] {properties, yaml}) {
      CollectorConfig config = load(Optional.of(file), Map.of(), Map.of(), new Properties());
      assertThat(config.http().port()).isEqualTo(1234);
      assertThat(config.storage().embedded().memory()).isEqualTo(new ByteSize(2L << 30));
      assertThat(config.grpc().port()).isEqualTo(7401);
    }
  }

  @Test
  void letsTheFileTheEnvironmentThePropertiesAndTheCommandLineWinInThisOrder() throws IOException {
    Path file =
        write("a.properties", "http.port=1\ngrpc.port=1\nstorage.retention-days=1\ndata=one\n");
    Map<String, String> environment =
        Map.of(
            "CRESSET_GRPC_PORT", "2", "CRESSET_STORAGE_RETENTION_DAYS", "2", "CRESSET_DATA", "two");
    Properties system = new Properties();
    system.setProperty("cresset.storage.retention-days", "3");
    system.setProperty("cresset.data", "three");

    CollectorConfig config = load(Optional.of(file), Map.of("data", "four"), environment, system);

    assertThat(config.http().port()).isEqualTo(1);
    assertThat(config.grpc().port()).isEqualTo(2);
    assertThat(config.storage().retentionDays()).isEqualTo(3);
    assertThat(config.data()).isEqualTo(Path.of("four"));
  }

  @Test
  void servicesMayBeKeptForTimesOfTheirOwn() {
    CollectorConfig config =
        CollectorConfig.of(Map.of("storage.service-retention", "a=b = 7/8/90, shop=60/60/60"));

    assertThat(config.retention().of("a=b")).isEqualTo(new Retention(7, 8, 90));
    assertThat(config.retention().of("shop")).isEqualTo(new Retention(60, 60, 60));
    assertThat(config.retention().of("other").profileDays()).isEqualTo(30);
    assertThatThrownBy(() -> CollectorConfig.of(Map.of("storage.service-retention", "shop=7")))
        .hasMessage(
            "storage.service-retention=shop=7: 'shop=7' is not as in batch=7/7/90: days of profiles, of"
                + " minutes and of hours");
    assertThatThrownBy(() -> CollectorConfig.of(Map.of("storage.service-retention", "a=0/1/1")))
        .hasMessageContaining("days must be 1 to 36500");
  }

  @Test
  void refusesUnknownNamesWithTheNearest() throws IOException {
    Path file = write("b.properties", "http.prot=1\n");
    assertThatThrownBy(() -> load(Optional.of(file), Map.of(), Map.of(), new Properties()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Unknown setting http.prot in " + file + ": did you mean http.port?");
    assertThatThrownBy(() -> CollectorConfig.of(Map.of("storage.retention", "3")))
        .hasMessageContaining("did you mean storage.retention-days?");
  }

  @Test
  void takesNoOffenceAtTheAgentsOwnVariables() {
    Properties system = new Properties();
    system.setProperty("cresset.service", "shop");

    CollectorConfig config =
        load(Optional.empty(), Map.of(), Map.of("CRESSET_SERVICE", "shop"), system);

    assertThat(config).isEqualTo(CollectorConfig.of(Map.of()));
  }

  @Test
  void namesAValueThatIsNoneAndWhereItComesFrom() {
    assertThatThrownBy(() -> CollectorConfig.of(Map.of("http.port", "seven")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("http.port=seven: not a whole number");
    assertThatThrownBy(() ->
            load(
                Optional.empty(), Map.of(), Map.of("CRESSET_HTTP_PORT", "70000"), new Properties()))
        .hasMessage("http.port=70000 in the environment: must be 0 to 65535");
    assertThatThrownBy(() -> CollectorConfig.of(Map.of("storage.embedded.memory", "much")))
        .hasMessageContaining("not a size such as 512k, 16m or 2g");
    assertThatThrownBy(() -> CollectorConfig.of(Map.of("storage.embedded.memory", "1k")))
        .hasMessageContaining("must be 268435456 or more bytes");
  }

  @Test
  void saysWhichFileIsMissingOrUnreadable() throws IOException {
    Path missing = folder.resolve("missing.yaml");
    assertThatThrownBy(() -> load(Optional.of(missing), Map.of(), Map.of(), new Properties()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("There is no configuration file " + missing);
    Path broken = write("broken.yaml", "http: [1\n");
    assertThatThrownBy(() -> load(Optional.of(broken), Map.of(), Map.of(), new Properties()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(broken.toString());
  }

  @Test
  void doesNotShowThePassword() {
    assertThat(CollectorConfig.of(Map.of("storage.password", "hunter2")).toString())
        .doesNotContain("hunter2");
  }

  private static CollectorConfig load(
      Optional<Path> file,
      Map<String, String> overrides,
      Map<String, String> environment,
      Properties system) {
    return ConfigReader.read(
        CollectorConfig.class, ConfigSources.all(file, overrides, environment, system));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
