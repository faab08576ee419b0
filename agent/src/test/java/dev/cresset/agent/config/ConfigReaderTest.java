package dev.cresset.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  @TempDir private Path directory;

  private final Map<String, String> environment = new HashMap<>();
  private final Properties system = new Properties();

  @Test
  void withoutAnyWordEveryOptionHasItsDefault() {
    AgentConfig config = read(null);

    assertThat(config.problems()).isEmpty();
    assertThat(config.get(Option.PERIOD)).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.get(Option.ALLOC_INTERVAL)).isEqualTo(512 * 1024);
    assertThat(config.get(Option.COLLECTOR).address()).isEqualTo("http://localhost:7401");
    assertThat(config.get(Option.EXPORT)).hasToString("[grpc]");
  }

  @Test
  void eachPlaceGoesBeforeThoseBelowIt() throws Exception {
    environment.put("OTEL_SERVICE_NAME", "otel");
    assertThat(read("").get(Option.SERVICE)).isEqualTo("otel");

    environment.put("CRESSET_OPTIONS_FILE", file("service=file").toString());
    assertThat(read("").get(Option.SERVICE)).isEqualTo("file");

    environment.put("CRESSET_SERVICE", "environment");
    assertThat(read("").get(Option.SERVICE)).isEqualTo("environment");

    system.put("cresset.service", "property");
    assertThat(read("").get(Option.SERVICE)).isEqualTo("property");

    assertThat(read("service=argument").get(Option.SERVICE)).isEqualTo("argument");
  }

  @Test
  void theFileItselfCanBeNamedInEveryPlace() throws Exception {
    environment.put("CRESSET_OPTIONS_FILE", file("period=1s").toString());
    assertThat(read("").get(Option.PERIOD)).isEqualTo(Duration.ofSeconds(1));

    system.put("cresset.options.file", file("period=2s").toString());
    assertThat(read("").get(Option.PERIOD)).isEqualTo(Duration.ofSeconds(2));

    String arguments = "options.file=" + file("period=3s");
    assertThat(read(arguments).get(Option.PERIOD)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void anEmptyTextSetsNothing() {
    environment.put("CRESSET_SERVICE", "shop");
    system.put("cresset.service", "  ");

    assertThat(read("service=").get(Option.SERVICE)).isEqualTo("shop");
  }

  @Test
  void aVariableIsTheOptionsNameInCapitals() {
    environment.put("CRESSET_ALLOC_INTERVAL", "1m");

    assertThat(read("").get(Option.ALLOC_INTERVAL)).isEqualTo(1 << 20);
  }

  @Test
  void commasBelongToTheOptionsThatAreLists() {
    AgentConfig config = read("export=grpc,file:/tmp/p,service=shop,alloc.packages=com.a,com.b");

    assertThat(config.get(Option.EXPORT)).hasToString("[grpc, file:/tmp/p]");
    assertThat(config.get(Option.ALLOC_PACKAGES)).containsExactly("com.a", "com.b");
    assertThat(config.get(Option.SERVICE)).isEqualTo("shop");
    assertThat(config.problems()).isEmpty();
  }

  @Test
  void anArgumentWithoutAValueIsNamed() {
    assertThat(read("service=shop,verbose").problems())
        .containsExactly(
            "Agent argument \"verbose\" is not of the form option=value: it is ignored.");
  }

  @ParameterizedTest
  @CsvSource({
    "perod=3s, perod in the agent arguments: did you mean period? That is \"10s\" now.",
    "relase=1, relase in the agent arguments: did you mean release? That is \"\" now.",
    "cpuinterval=1ms, 'cpuinterval in the agent arguments: did you mean cpu.interval? "
        + "That is \"10ms\" now.'",
    "teh.answer=42, teh.answer in the agent arguments: docs/agent.md has all there are."
  })
  void aMisspeltOptionIsNamedWithTheNearestRightOne(String arguments, String complaint) {
    assertThat(read(arguments).problems()).containsExactly("There is no option " + complaint);
  }

  @Test
  void whatIsUsedInsteadOfAMisspeltOptionIsWhatAnotherPlaceSays() {
    environment.put("CRESSET_PEROD", "3s");

    assertThat(read("period=30s").problems())
        .containsExactly(
            "There is no option CRESSET_PEROD: did you mean period? That is \"30s\" now.");
  }

  @Test
  void variablesOfOthersAreLeftAlone() {
    environment.put("CRESSET_HOME", "/opt/cresset");
    environment.put("CRESSET_PORT", "tcp://10.0.0.1:7400");
    environment.put("CRESSET_SERVICE_HOST", "10.0.0.1");
    environment.put("CRESSET_SERVICE_PORT", "7400");
    environment.put("CRESSET_COLLECTOR_PORT_7401_TCP_ADDR", "10.0.0.1");
    environment.put("cresset_period", "1s");

    assertThat(read("").problems()).isEmpty();
    assertThat(read("").get(Option.PERIOD)).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ten", "10", "10 parsecs", "-1s", "1ms", "2h", "99999999999999999999s", "1.5s"})
  void aWrongDurationIsNamedWithWhatIsAllowedAndTheDefault(String wrong) {
    AgentConfig config = read("period=" + wrong);

    assertThat(config.get(Option.PERIOD)).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.problems())
        .containsExactly(
            "period in the agent arguments cannot be \""
                + wrong
                + "\": it takes a duration such as 10ms or 5s, from 100ms to 1h."
                + " Using the default, 10s.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "engine=quick",
        "alloc.interval=lots",
        "alloc.interval=2g",
        "collector=localhost:7401",
        "collector=ftp://host",
        "collector=http://host/path",
        "collector=http://",
        "export=http",
        "export=file:",
        "cpu=maybe",
        "stack.depth=0",
        "stack.depth=many",
        "attributes=novalue",
        "attributes==x",
        "attributes=a=%zz",
        "log.level=loud",
        "log.file=a\0b"
      })
  void everyOtherWrongValueIsNamedToo(String argument) {
    AgentConfig config = read(argument);

    String name = argument.substring(0, argument.indexOf('='));
    assertThat(config.problems())
        .singleElement()
        .asString()
        .startsWith(name + " in the agent arguments cannot be \"")
        .contains("it takes ")
        .contains("Using the default");
    assertThat(config.text(Option.named(name))).isEqualTo(Option.named(name).defaultText());
  }

  @Test
  void aMissingFileIsNamedAndTheRestIsRead() {
    Path missing = directory.resolve("missing.properties");

    AgentConfig config = read("service=shop,options.file=" + missing);

    assertThat(config.get(Option.SERVICE)).isEqualTo("shop");
    assertThat(config.problems())
        .singleElement()
        .asString()
        .startsWith("The options file " + missing + " cannot be read")
        .endsWith("going on without the rest.");
  }

  @Test
  void whatIsWrongInAFileIsNamedWithItsLine() throws Exception {
    Path file =
        file("# of the shop\n\nperiod=x\nalloc.packages=com.a,\\\n  com.b\nwal=off\nlock=\\u12");

    assertThat(read("options.file=" + file).problems())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo(file + " line 7 is ignored: \"lock=\\u12\" is no option=value."),
            second ->
                assertThat(second).startsWith("period in " + file + " line 3 cannot be \"x\""),
            third ->
                assertThat(third)
                    .isEqualTo(
                        "There is no option wal in "
                            + file
                            + " line 6: did you mean wall? That is \"on\" now."));
    assertThat(read("options.file=" + file).get(Option.ALLOC_PACKAGES))
        .containsExactly("com.a", "com.b");
  }

  @Test
  void aDirectoryOrAFileOfOtherBytesIsNoOptionsFile() throws Exception {
    Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, 0, 1, 2});

    for (Path wrong : List.of(directory, binary)) {
      assertThat(read("options.file=" + wrong).problems())
          .singleElement()
          .asString()
          .startsWith("The options file " + wrong + " cannot be read");
    }
  }

  @Test
  void whatIsWrongLaterStaysAsItWas() {
    AgentConfig standing = read("period=30s");

    AgentConfig later =
        new ConfigReader(environment, system).read("period=30s,period=never", standing);

    assertThat(later.get(Option.PERIOD)).isEqualTo(Duration.ofSeconds(30));
    assertThat(later.problems())
        .singleElement()
        .asString()
        .endsWith("from 100ms to 1h. Staying with \"30s\".");
  }

  @Test
  void openTelemetrysResourceIsHonoured() {
    environment.put(
        "OTEL_RESOURCE_ATTRIBUTES",
        "service.name=ignored,service.version=1.4%2E2, service.instance.id = i-1 ,"
            + "deployment.environment.name=produ%C3%A7%C3%A3o,team=a+b%2Cc%3Bd,empty=");
    environment.put("OTEL_SERVICE_NAME", "shop");

    AgentConfig config = read("");

    assertThat(config.problems()).isEmpty();
    assertThat(config.get(Option.SERVICE)).isEqualTo("shop");
    assertThat(config.get(Option.RELEASE)).isEqualTo("1.4.2");
    assertThat(config.get(Option.INSTANCE)).isEqualTo("i-1");
    assertThat(config.get(Option.ENVIRONMENT)).isEqualTo("produção");
    assertThat(config.get(Option.ATTRIBUTES))
        .containsOnly(Map.entry("team", "a+b,c;d"), Map.entry("empty", ""));
  }

  @Test
  void theOlderNameOfTheEnvironmentIsHonouredToo() {
    environment.put("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=staging");

    assertThat(read("").get(Option.ENVIRONMENT)).isEqualTo("staging");
  }

  @Test
  void anOpenTelemetryResourceThatCannotBeDecodedIsLeftOut() {
    environment.put("OTEL_RESOURCE_ATTRIBUTES", "service.name=shop,broken=%4");

    AgentConfig config = read("");

    assertThat(config.get(Option.SERVICE)).isEmpty();
    assertThat(config.problems())
        .containsExactly(
            "OTEL_RESOURCE_ATTRIBUTES is not a list of name=value with commas between them, near"
                + " \"%4\": it is ignored.");
  }

  @Test
  void attributesOfAllPlacesAreMerged() {
    environment.put("OTEL_RESOURCE_ATTRIBUTES", "team=red,region=eu");
    environment.put("CRESSET_ATTRIBUTES", "team=green,zone=a");

    assertThat(read("attributes=team=blue;tier=web").get(Option.ATTRIBUTES))
        .isEqualTo(Map.of("team", "blue", "region", "eu", "zone", "a", "tier", "web"));
  }

  @Test
  void thereAreNotEndlesslyManyAttributes() {
    StringBuilder many = new StringBuilder("attributes=");
    for (int i = 0; i < 100; i++) {
      many.append("a").append(i).append("=x;");
    }

    AgentConfig config = read(many.toString());

    assertThat(config.get(Option.ATTRIBUTES)).hasSize(64);
    assertThat(config.problems())
        .isEqualTo(
            List.of(
                "There are 100 attributes, 64 at most are kept: remove some from attributes or"
                    + " OTEL_RESOURCE_ATTRIBUTES."));
  }

  private AgentConfig read(String arguments) {
    return new ConfigReader(environment, system).read(arguments);
  }

  private Path file(String text) throws Exception {
    Path file = Files.createTempFile(directory, "cresset", ".properties");
    return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
