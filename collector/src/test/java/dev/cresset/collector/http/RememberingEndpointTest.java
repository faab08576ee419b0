package dev.cresset.collector.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.pprof.PprofBuilder;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RememberingEndpointTest {
  @RegisterExtension static final ApiServer SERVER = new ApiServer();

  private static final String TOP = "/api/v1/top?service=shop&type=cpu";

  @BeforeAll
  static void seed() throws Exception {
    SERVER
        .store()
        .store(
            "shop",
            "1",
            "a",
            PprofBuilder.cpu(Instant.now().minusSeconds(60))
                .sample(List.of("main"), List.of(1L, 7L)));
  }

  @AfterEach
  void comeBack() {
    SERVER.storeIsDown(false);
  }

  @Test
  void whatWasAnsweredIsAnsweredAgainMarkedAsStale() throws Exception {
    Instant before = Instant.now();
    HttpResponse<String> fresh = SERVER.get(TOP + "&from=now-1h&limit=3");
    Instant after = Instant.now();
    SERVER.storeIsDown(true);

    HttpResponse<String> stale =
        SERVER.get("/api/v1/top?limit=3&from=now-1h&type=cpu&service=shop");

    assertThat(stale.statusCode()).isEqualTo(200);
    assertThat(fresh.headers().firstValue("Cresset-Stale-Since")).isEmpty();
    Instant since = Instant.parse(stale.headers().firstValue("Cresset-Stale-Since").orElseThrow());
    assertThat(since).isBetween(before, after);
    assertThat(stale.headers().firstValue("Age").map(Long::parseLong).orElseThrow())
        .isNotNegative();
    assertThat(stale.body())
        .isEqualTo(
            fresh.body().replaceFirst("\\{", "{\"staleSince\":" + since.toEpochMilli() + ","));
    assertThat(ApiServer.parse(stale).get("total").asLong()).isEqualTo(7);
    assertThat(SERVER.get("/metrics").body())
        .containsPattern("cresset_http_stale_answers_total\\{path=\"/api/v1/top\"\\} [1-9]");
  }

  @Test
  void anotherQuestionOrFormatHasNoAnswer() throws Exception {
    assertThat(SERVER.get(TOP + "&from=now-2h").statusCode()).isEqualTo(200);
    String graph = "/api/v1/flamegraph?service=shop&type=cpu&format=";
    assertThat(SERVER.get(graph + "collapsed").statusCode()).isEqualTo(200);
    assertThat(SERVER.get(graph + "speedscope").statusCode()).isEqualTo(200);
    SERVER.storeIsDown(true);

    assertThat(SERVER.get(TOP + "&from=now-3h").statusCode()).isEqualTo(503);
    assertThat(SERVER.get(graph + "collapsed").statusCode()).isEqualTo(503);
    assertThat(SERVER.get(graph + "speedscope").statusCode()).isEqualTo(503);
  }

  @Test
  void whatIsWrongStaysWrongAndWhatIsBackIsFresh() throws Exception {
    assertThat(SERVER.get(TOP + "&release=no").statusCode()).isEqualTo(404);
    assertThat(SERVER.get(TOP).statusCode()).isEqualTo(200);
    SERVER.storeIsDown(true);
    assertThat(SERVER.get(TOP + "&release=no").statusCode()).isEqualTo(503);
    assertThat(SERVER.get(TOP).body()).contains("staleSince");
    SERVER.storeIsDown(false);

    assertThat(SERVER.get(TOP).body()).doesNotContain("staleSince");
  }

  @Test
  void onlyWhatIsShortAndWholeIsKept() throws Exception {
    CopyingStream fits = new CopyingStream(OutputStream.nullOutputStream(), 3);
    CopyingStream tooLong = new CopyingStream(OutputStream.nullOutputStream(), 3);
    fits.write(new byte[] {1, 2});
    fits.write(3);
    tooLong.write(new byte[] {1, 2, 3, 4});
    tooLong.write(5);
    assertThat(fits.copy()).isEmpty();

    fits.close();
    tooLong.close();

    assertThat(fits.copy()).contains(new byte[] {1, 2, 3});
    assertThat(tooLong.copy()).isEmpty();
  }
}
