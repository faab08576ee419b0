package dev.cresset.collector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cresset.collector.Health;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.query.QueryLimits;
import dev.cresset.collector.query.Selection;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ApiHandlerTest {
  @RegisterExtension static final ApiServer SERVER = new ApiServer();

  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(3600);
  private static final String ALL =
      "?service=shop&type=cpu&from=" + START.toEpochMilli() + "&to=now";

  /** As much as one profile may have; three of them need 55 bits. */
  private static final long LARGE = (1L << 53) - 1;

  @BeforeAll
  static void seed() throws Exception {
    SERVER
        .store()
        .store(
            "shop",
            "1.0",
            "a",
            PprofBuilder.cpu(START)
                .comment("overhead: 0.41 %")
                .sample(List.of("Cart.total", "Shop.serve"), List.of(3L, 30L), "thread", "http")
                .sample(List.of("Shop.serve"), List.of(1L, 10L), "thread", "http"));
    SERVER
        .store()
        .store(
            "shop",
            "1.1",
            "b",
            PprofBuilder.cpu(START.plusSeconds(60))
                .sample(List.of("Cart.total", "Shop.serve"), List.of(2L, 25L), "thread", "batch"));
    for (String instance : List.of("a", "b", "c")) {
      SERVER
          .store()
          .store(
              "<b>\"odd\"</b>",
              "1",
              instance,
              PprofBuilder.cpu(START)
                  .sample(List.of("a;b\n<script>\"\\", "\u2028"), List.of(1L, LARGE)));
    }
  }

  @Test
  void aFlameGraphIsJson() throws Exception {
    assertThat(SERVER.json("/api/v1/flamegraph" + ALL + "&release=1.0").toString())
        .isEqualTo(
            "{\"type\":\"cpu\",\"unit\":\"nanoseconds\",\"total\":40,\"samples\":4,"
                + "\"names\":[\"all\",\"Shop.serve\",\"Cart.total\"],"
                + "\"kinds\":[\"java\",\"java\",\"java\"],"
                + "\"nodes\":[[-1,0,0,40],[0,1,10,40],[1,2,30,30]],"
                + "\"truncated\":{\"nodes\":0,\"value\":0}}");
    assertThat(SERVER.json("/api/v1/flamegraph" + ALL + "&release=1.0&maxNodes=2").toString())
        .endsWith("\"nodes\":[[-1,0,0,40],[0,1,10,40]],\"truncated\":{\"nodes\":1,\"value\":30}}");
  }

  @Test
  void aFlameGraphIsCollapsedStacks() throws Exception {
    HttpResponse<String> response =
        SERVER.get("/api/v1/flamegraph" + ALL + "&release=1.0&format=collapsed");

    assertThat(response.headers().firstValue("content-type")).contains("text/plain;charset=utf-8");
    assertThat(response.body()).isEqualTo("Shop.serve 10\nShop.serve;Cart.total 30\n");
  }

  @Test
  void aFlameGraphIsASpeedscopeFile() throws Exception {
    JsonNode file = SERVER.json("/api/v1/flamegraph" + ALL + "&release=1.0&format=speedscope");

    assertThat(file.get("$schema").asString())
        .isEqualTo("https://www.speedscope.app/file-format-schema.json");
    assertThat(file.get("shared").toString())
        .isEqualTo(
            "{\"frames\":[{\"name\":\"all\"},{\"name\":\"Shop.serve\"},{\"name\":\"Cart.total\"}]}");
    assertThat(file.get("profiles").toString())
        .isEqualTo(
            "[{\"type\":\"sampled\",\"name\":\"shop cpu\",\"unit\":\"nanoseconds\","
                + "\"startValue\":0,\"endValue\":40,\"samples\":[[1],[1,2]],\"weights\":[10,30]}]");
  }

  @Test
  void theTopTableSaysWhatItLeftOut() throws Exception {
    assertThat(SERVER.json("/api/v1/top" + ALL + "&limit=1").toString())
        .isEqualTo(
            "{\"unit\":\"nanoseconds\",\"total\":65,\"rows\":[{\"function\":\"Cart.total\","
                + "\"kind\":\"java\",\"self\":55,\"total\":55,\"samples\":5}],\"omitted\":1}");
  }

  @Test
  void aFunctionComesWithWhoCallsItAndWhatItCalls() throws Exception {
    assertThat(SERVER.json("/api/v1/calls" + ALL + "&function=Shop.serve&limit=1").toString())
        .isEqualTo(
            "{\"type\":\"cpu\",\"unit\":\"nanoseconds\",\"all\":65,\"function\":\"Shop.serve\","
                + "\"kind\":\"java\",\"self\":10,\"total\":65,\"samples\":6,"
                + "\"callers\":{\"rows\":[{\"function\":\"all\",\"kind\":\"java\",\"value\":65,"
                + "\"samples\":6}],\"omitted\":0,\"names\":[\"Shop.serve\"],\"kinds\":[\"java\"],"
                + "\"nodes\":[[-1,0,65,65]],\"truncated\":{\"nodes\":0,\"value\":0}},"
                + "\"callees\":{\"rows\":[{\"function\":\"Cart.total\",\"kind\":\"java\","
                + "\"value\":55,\"samples\":5}],\"omitted\":0,"
                + "\"names\":[\"Shop.serve\",\"Cart.total\"],\"kinds\":[\"java\",\"java\"],"
                + "\"nodes\":[[-1,0,10,65],[0,1,55,55]],\"truncated\":{\"nodes\":0,\"value\":0}}}");
  }

  @Test
  void aSeriesHasALineForEachRelease() throws Exception {
    assertThat(SERVER.json("/api/v1/series" + ALL + "&step=1m").toString())
        .isEqualTo(
            ("{\"unit\":\"nanoseconds\",\"stepMillis\":60000,\"lines\":["
                    + "{\"release\":\"1.0\",\"points\":[{\"time\":%d,\"value\":40,\"samples\":4,"
                    + "\"instances\":1}]},"
                    + "{\"release\":\"1.1\",\"points\":[{\"time\":%d,\"value\":25,\"samples\":2,"
                    + "\"instances\":1}]}]}")
                .formatted(START.toEpochMilli(), START.plusSeconds(60).toEpochMilli()));
    assertThat(
            SERVER
                .json("/api/v1/series?service=shop&type=cpu&from=now-2h")
                .get("stepMillis")
                .asLong())
        .isEqualTo(30_000);
  }

  @Test
  void servicesAndLabelsAreListed() throws Exception {
    JsonNode shop = SERVER.json("/api/v1/services").get("services").get(1);

    assertThat(shop.get("service").asString()).isEqualTo("shop");
    assertThat(shop.get("releases").get(0).toString())
        .isEqualTo(
            "{\"release\":\"1.1\",\"firstSeen\":%d,\"lastSeen\":%d}"
                .formatted(
                    START.plusSeconds(60).toEpochMilli(), START.plusSeconds(60).toEpochMilli()));
    assertThat(shop.get("types").toString())
        .isEqualTo("[{\"type\":\"cpu\",\"unit\":\"nanoseconds\"}]");
    assertThat(shop.get("instances").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(SERVER.json("/api/v1/labels?service=shop&from=" + START.toEpochMilli()).toString())
        .isEqualTo(
            "{\"labels\":[{\"name\":\"thread\",\"values\":[{\"value\":\"http\",\"samples\":4},"
                + "{\"value\":\"batch\",\"samples\":2}],\"omitted\":0}]}");
  }

  @Test
  void agentsSayWhatTheyProfileAndWhatTheySaidOfThemselves() throws Exception {
    JsonNode agents = SERVER.json("/api/v1/agents?service=shop&from=" + START.toEpochMilli());

    JsonNode agent = agents.get("agents").get(0);
    assertThat(agent.get("instance").asString()).isEqualTo("a");
    assertThat(agent.get("release").asString()).isEqualTo("1.0");
    JsonNode kind = agent.get("kinds").get(0);
    assertThat(kind.get("family").asString()).isEqualTo("cpu");
    assertThat(kind.get("comments").toString()).isEqualTo("[\"overhead: 0.41 %\"]");
  }

  @Test
  void aDiffHasBothSidesTheTreeAndTheChanges() throws Exception {
    JsonNode diff =
        SERVER.json("/api/v1/diff" + ALL + "&base.release=1.0&target.release=1.1&limit=1");

    assertThat(diff.get("base").get("release").asString()).isEqualTo("1.0");
    assertThat(diff.get("base").get("total").asLong()).isEqualTo(40);
    assertThat(diff.get("target").get("total").asLong()).isEqualTo(25);
    assertThat(diff.get("cost").toString())
        .isEqualTo("{\"ratio\":null,\"low\":null,\"high\":null}");
    assertThat(diff.get("nodes").toString())
        .isEqualTo("[[-1,0,0,40,0,25],[0,1,10,40,0,25],[1,2,30,30,25,25]]");
    assertThat(diff.get("changes")).hasSize(1);
    assertThat(diff.get("changes").get(0).get("verdict").asString()).isEqualTo("not_enough_data");
    assertThat(diff.get("omitted").asInt()).isEqualTo(1);
  }

  @Test
  void aSideOfADiffMayHaveItsOwnRangeAndLabels() throws Exception {
    long second = START.plusSeconds(60).toEpochMilli();
    JsonNode diff =
        SERVER.json(
            "/api/v1/diff"
                + ALL
                + "&base.to="
                + second
                + "&target.from="
                + second
                + "&target.label.thread=batch");

    assertThat(diff.get("base").get("to").asLong()).isEqualTo(second);
    assertThat(diff.get("target").get("labels").toString()).isEqualTo("{\"thread\":\"batch\"}");
    assertThat(diff.get("target").get("total").asLong()).isEqualTo(25);
  }

  @Test
  void oneOfSeveralValuesIsEnoughAndMatchHasThePrometheusSyntax() throws Exception {
    assertThat(total("&release=1.0&release=1.1")).isEqualTo(65);
    assertThat(total("&label.thread=http&label.thread=no")).isEqualTo(40);
    assertThat(total("&match=" + encoded("{release=~\"1[.].\", thread!~\"ht+p\"}"))).isEqualTo(25);
    assertThat(total("&release=1.0&match=" + encoded("instance!='b'"))).isEqualTo(40);
    assertThat(total("&match=" + encoded("instance!='b'") + "&match=thread%3D%60batch%60"))
        .isZero();
  }

  @Test
  void framesAreChosenByFunctionPackageAndKind() throws Exception {
    assertThat(total("&focus=total$")).isEqualTo(55);
    assertThat(SERVER.get("/api/v1/flamegraph" + ALL + "&format=collapsed&by=release").body())
        .isEqualTo(
            "release=1.0;Shop.serve 10\nrelease=1.0;Shop.serve;Cart.total 30\n"
                + "release=1.1;Shop.serve;Cart.total 25\n");
    assertThat(total("&ignore.package=Cart&ignore.kind=kernel")).isEqualTo(10);
    assertThat(SERVER.get("/api/v1/flamegraph" + ALL + "&format=collapsed&hide=s.rve").body())
        .isEqualTo("Cart.total 55\n[hidden] 10\n");
    assertThat(SERVER.json("/api/v1/top" + ALL + "&show.package=Shop").get("rows").toString())
        .isEqualTo(
            "[{\"function\":\"Shop.serve\",\"kind\":\"java\",\"self\":65,\"total\":65,"
                + "\"samples\":6}]");
  }

  private static long total(String parameters) throws Exception {
    return SERVER.json("/api/v1/flamegraph" + ALL + parameters).get("total").asLong();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void whatIsSaidOfOneSideReplacesWhatIsSaidOfBothAboutTheSame() throws Exception {
    JsonNode diff =
        SERVER.json(
            "/api/v1/diff"
                + ALL
                + "&release=1.0&label.thread=http&target.match="
                + encoded("release!~\"1[.]0\", thread=~\"b.*|x\\\\.y\""));

    assertThat(diff.get("base").get("match").asString())
        .isEqualTo("{release=\"1.0\", thread=\"http\"}");
    assertThat(diff.get("target").get("match").asString())
        .isEqualTo("{release!~\"1[.]0\", thread=~\"b.*|x\\\\.y\"}");
    assertThat(diff.get("base").get("total").asLong()).isEqualTo(40);
    assertThat(diff.get("target").get("total").asLong()).isEqualTo(25);
  }

  @Test
  void namesOfAnyKindAndNumbersOfAnySizeComeThroughAsTheyAre() throws Exception {
    String odd = "/api/v1/flamegraph?service=%3Cb%3E%22odd%22%3C/b%3E&type=cpu&from=now-3h";

    JsonNode graph = SERVER.json(odd);

    assertThat(graph.get("names").get(1).asString()).isEqualTo("\u2028");
    assertThat(graph.get("names").get(2).asString()).isEqualTo("a;b\n<script>\"\\");
    assertThat(graph.get("total").asLong()).isEqualTo(3 * LARGE);
    assertThat(SERVER.get(odd + "&format=collapsed").body())
        .isEqualTo("\u2028;a:b <script>\"\\ " + 3 * LARGE + "\n");
    assertThat(SERVER.get(odd + "&format=speedscope").headers().firstValue("content-disposition"))
        .contains("attachment; filename=\"_b__odd___b_-cpu.speedscope.json\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/v1/top?type=cpu                            | 400 | service is missing
          /api/v1/top?service=shop                        | 400 | type is missing
          /api/v1/top?service=shop&typ=cpu                | 400 | Did you mean type?
          /api/v1/top?service=shop&type=cpu&type=wall     | 400 | more than once
          /api/v1/top?service=shop&type=cpu&limit=x       | 400 | limit is 'x', but has to be from 1
          /api/v1/top?service=shop&type=cpu&limit=0       | 400 | limit is '0'
          /api/v1/top?service=shop&type=cpu&from=jan      | 400 | from is 'jan', which is no time
          /api/v1/top?service=shop&type=cpu&to=now-1y     | 400 | to is 'now-1y', which is no time
          /api/v1/top?service=shop&type=cpu&from=now      | 400 | which is not after
          /api/v1/top?service=shop&type=cpu&from=1772366400 | 400 | write 1772366400000
          /api/v1/top?service=shop&type=cpu&from=2026-03-01T12:00:00+02:00 | 400 | %2B
          /api/v1/growth?service=shop&type=cpu&by=stack   | 400 | The type cpu counts what happens in a window
          /api/v1/top?service=shop&type=cpu&focus=x(      | 400 | expression 'x(' of focus cannot be read: missing closing )
          /api/v1/top?service=shop&type=cpu&hide.kind=c   | 400 | hide.kind is 'c', but has to be one of: java, inlined, native, kernel, vm, class
          /api/v1/series?service=shop&type=cpu&focus=x    | 400 | There is no parameter 'focus'
          /api/v1/top?service=shop&type=cpu&match=thread  | 400 | match is 'thread', but at its end has to be =, !=, =~ or !~
          /api/v1/top?service=shop&type=cpu&match=a%3D~%22x(%22 | 400 | expression 'x(' of a=~"x(" cannot be read: missing ). Its syntax is RE2's
          /api/v1/top?service=shop&type=cpu&match=a!~%22)(%22 | 400 | expression ')(' of a!~")(" cannot be read
          /api/v1/top?service=shop&type=cpu&release=1.0&release=2 | 404 | There is no release '2'
          /api/v1/top?service=shop&type=cpu&label.=x      | 400 | no parameter 'label.'
          /api/v1/top?service=%FF                         | 400 | cannot be decoded
          /api/v1/top?service=shopp&type=cpu              | 404 | There is no service 'shopp'. There is: <b>"odd"</b>, shop.
          /api/v1/top?service=shop&type=wall              | 404 | There is: cpu.
          /api/v1/top?service=shop&type=cpu&release=7     | 404 | There is: 1.0, 1.1.
          /api/v1/calls?service=shop&type=cpu             | 400 | function is missing, such as function=Shop.serve
          /api/v1/calls?service=shop&type=cpu&from=now-3h&function=f | 404 | The function 'f' is on no stack trace
          /api/v1/labels?service=shopp                    | 404 | There is no service 'shopp'
          /api/v1/flamegraph?service=shop&type=cpu&format=svg | 400 | one of: json, pprof
          /api/v1/flamegraph?service=shop&type=cpu&maxNodes=-1 | 400 | maxNodes is '-1'
          /api/v1/series?service=shop&type=cpu&step=10    | 400 | step is '10', but has to be like
          /api/v1/series?service=shop&type=cpu&step=0s    | 400 | step is '0s'
          /api/v1/series?service=shop&type=cpu&step=1ms   | 422 | Take steps of at least
          /api/v1/diff?service=shop&type=cpu              | 400 | Both sides are the same
          /api/v1/diff?service=shop&type=cpu&base.release=1.0&target.release=9 | 404 | no release '9'
          /api/v1/services?service=shop                   | 400 | this address takes none
          /api/v1/profiles                                | 405 | does not take GET, only POST
          /api/v1/flamegraf                               | 404 | Did you mean /api/v1/flamegraph?
          /api                                            | 404 | There is nothing at /api.
          """)
  void aMistakeIsAProblemThatNamesTheValueAndTheRemedy(String path, int status, String detail)
      throws Exception {
    HttpResponse<String> response = SERVER.get(path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    JsonNode problem = ApiServer.parse(response);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("title").asString()).isNotBlank();
    assertThat(problem.get("detail").asString()).contains(detail);
  }

  @Test
  void aLimitThatIsBrokenIsNamedWithItsSettingAndValue() {
    QueryLimits one = new QueryLimits(Duration.ofSeconds(30), 1 << 30, 1, 1, 100, 100);
    Selection all = new Selection("shop", "cpu", START, START.plus(Duration.ofHours(1)), List.of());

    Problem problem =
        Problem.of(catchThrowable(() -> SERVER.store().queries(one).flameGraph(all, 1)));

    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.more()).isEqualTo(Map.of("limit", "query.max-stacks", "maximum", 1L));
  }

  @Test
  void aMethodThatIsNotTakenIsToldWhichIs() throws Exception {
    HttpResponse<String> response = SERVER.post("/api/v1/services", new byte[0]);

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).contains("GET, HEAD");
  }

  @Test
  void headIsGetWithoutContent() throws Exception {
    HttpResponse<String> response =
        SERVER.send(
            HttpRequest.newBuilder(SERVER.address("/api/v1/services"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void whoAcceptsGzipGetsIt() throws Exception {
    HttpResponse<String> response =
        SERVER.send(
            HttpRequest.newBuilder(SERVER.address("/api/v1/openapi.yaml"))
                .header("Accept-Encoding", "gzip"));

    assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
  }

  @Test
  void pathsOfOthersAreLeftToThem() throws Exception {
    for (String path : List.of("/", "/apiary", "/metrics/x", "/healthz/x", "/VAADIN/api")) {
      assertThat(SERVER.get(path).body()).as(path).isEqualTo(ApiServer.OTHER);
    }
  }

  @Test
  void readinessIsTheStoragesAndLivenessTheProcesss() throws Exception {
    SERVER.become(new Health(false, "the engine is being started again"));
    try {
      assertThat(SERVER.get("/readyz").statusCode()).isEqualTo(503);
      assertThat(SERVER.get("/readyz").body()).isEqualTo("the engine is being started again\n");
      assertThat(SERVER.get("/healthz").statusCode()).isEqualTo(200);
    } finally {
      SERVER.become(new Health(true, "ready"));
    }
    assertThat(SERVER.get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void requestsAreCountedByPathAndStatus() throws Exception {
    SERVER.get("/api/v1/labels?service=counted");

    HttpResponse<String> metrics = SERVER.get("/metrics");

    assertThat(metrics.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(metrics.body())
        .containsPattern(
            "cresset_http_requests_total\\{path=\"/api/v1/labels\",status=\"404\"} [1-9]")
        .contains("cresset_http_request_seconds_count{path=\"/api/v1/labels\"}");
  }
}
