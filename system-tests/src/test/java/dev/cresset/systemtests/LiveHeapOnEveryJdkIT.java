package dev.cresset.systemtests;

import static dev.cresset.systemtests.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A planted leak, through the agent, the collector and the store. Mostly waits for windows. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedServer.class)
class LiveHeapOnEveryJdkIT {
  private static final String PROGRAM = "com.example.workload.Leaks.";

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("jdks")
  void theLeakIsTheTopGrowerAndNeitherGarbageNorACacheIsOne(Jdk jdk, CressetServer server)
      throws Exception {
    Api api = server.api();
    String service = "leaks-" + jdk.version();
    String options =
        "service=%s,release=1,period=2s,live.delay=4s,live.pace=0s,alloc.interval=128k,collector=%s"
            .formatted(service, server.collector());
    Path end = directory.resolve("end");
    try (Application application =
        Application.start(jdk, directory, options, "Leaks", end.toString())) {
      String growth = "growth?service=" + service + "&type=live_space";
      eventually(
          () -> assertThat(api.get(growth).get("windows").asLong()).isGreaterThanOrEqualTo(3));
      JsonNode early = api.get(growth).get("rows");
      eventually(() -> {
        JsonNode later = api.get(growth);
        JsonNode top = later.get("rows").get(0);
        assertThat(top.get("verdict").asString()).isEqualTo("growing");
        assertThat(later.get("windows").asLong()).isGreaterThanOrEqualTo(12);
      });
      JsonNode rows = api.get(growth).get("rows");
      Files.createFile(end);
      long perHour = application.awaitSuccess().truths().get("leaked.hourly");

      assertThat(function(early.get(0))).as("%s", early).isEqualTo(PROGRAM + "leak");
      assertThat(function(rows.get(0))).as("%s", rows).isEqualTo(PROGRAM + "leak");
      assertThat(rows.get(0).get("class").asString()).isEqualTo("byte[]");
      // There are some 16 samples in a window.
      assertThat(rows.get(0).get("perHour").asDouble())
          .as("%s", rows)
          .isBetween(0.6 * perHour, 1.5 * perHour);
      assertThat(growing(rows)).as("%s", rows).doesNotContain(PROGRAM + "waste");
      assertThat(growing(rows)).as("%s", rows).doesNotContain(PROGRAM + "remember");
      assertThat(growing(early)).as("%s", early).doesNotContain(PROGRAM + "waste");
      assertThat(application.err()).allMatch(line -> line.startsWith("[cresset] "));
    }
  }

  private static String function(JsonNode row) {
    return row.get("function").asString();
  }

  private static List<String> growing(JsonNode rows) {
    return rows.values().stream()
        .filter(row -> row.get("verdict").asString().equals("growing"))
        .map(LiveHeapOnEveryJdkIT::function)
        .toList();
  }

  static Stream<Jdk> jdks() {
    return Jdk.all();
  }
}
