package dev.cresset.collector.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.pprof.PprofBuilder;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class ApiHandlerTest {
  @RegisterExtension static final ApiServer SERVER = new ApiServer();

  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(3600);
  private static final String ALL =
      "?service=shop&type=cpu&from=" + START.toEpochMilli() + "&to=now";

  @BeforeAll
  static void seed() throws Exception {
    SERVER
        .store()
        .store(
            "shop",
            "1.0",
            "a",
            PprofBuilder.cpu(START)
                .sample(List.of("Cart.total", "Shop.serve"), List.of(3L, 30L), "thread", "http")
                .sample(List.of("Shop.serve"), List.of(1L, 10L), "thread", "http"));
  }

  @Test
  void aFlameGraphIsJson() throws Exception {
    JsonNode graph = SERVER.json("/api/v1/flamegraph" + ALL);

    assertThat(graph.toString())
        .isEqualTo(
            "{\"type\":\"cpu\",\"unit\":\"nanoseconds\",\"total\":40,\"samples\":4,"
                + "\"names\":[\"all\",\"Shop.serve\",\"Cart.total\"],"
                + "\"kinds\":[\"java\",\"java\",\"java\"],"
                + "\"nodes\":[[-1,0,0,40],[0,1,10,40],[1,2,30,30]],"
                + "\"truncated\":{\"nodes\":0,\"value\":0}}");
  }

  @Test
  void pathsOfOthersAreLeftToThem() throws Exception {
    for (String path : List.of("/", "/apiary", "/metrics/x", "/healthz/x", "/VAADIN/api")) {
      assertThat(SERVER.get(path).body()).as(path).isEqualTo(ApiServer.OTHER);
    }
  }

  @Test
  void anUnknownPathOfTheApiIsAProblemThatNamesTheNearest() throws Exception {
    HttpResponse<String> response = SERVER.get("/api/v1/flamegraf");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(ApiServer.parse(response).get("detail").asString())
        .contains("/api/v1/flamegraf", "Did you mean /api/v1/flamegraph?");
  }
}
