package dev.cresset.collector.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.pprof.PprofBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class UploadTest {
  @RegisterExtension static final ApiServer SERVER = new ApiServer();

  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(3600);

  @Test
  void anUploadedFileIsStoredWhereItsTimeSays() throws Exception {
    HttpResponse<String> response =
        SERVER.post("/api/v1/profiles?service=up&release=3&instance=i", profile(7));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(ApiServer.parse(response).get("id").asString()).matches("[0-9a-f]{64}");
    assertThat(total("up", "&release=3&instance=i&to=" + START.plusMillis(1).toEpochMilli()))
        .isEqualTo(7);
  }

  @Test
  void theSameFileTwiceCountsOnceGzippedOrNot() throws Exception {
    for (byte[] file : List.of(profile(5), gzip(profile(5)), profile(5))) {
      assertThat(SERVER.post("/api/v1/profiles?service=twice", file).statusCode()).isEqualTo(200);
    }

    assertThat(total("twice", "")).isEqualTo(5);
  }

  @Test
  void whoGivesTwoIdsMeansTwoProfiles() throws Exception {
    SERVER.post("/api/v1/profiles?service=ids&id=a", profile(5));
    SERVER.post("/api/v1/profiles?service=ids&id=b", profile(5));
    SERVER.post("/api/v1/profiles?service=ids&id=b", profile(5));

    assertThat(total("ids", "")).isEqualTo(10);
  }

  @Test
  void whatIsNoProfileIsRefusedAndSaysWhy() throws Exception {
    for (byte[] file :
        List.of(
            "not a profile".getBytes(),
            Arrays.copyOf(profile(1), profile(1).length - 3),
            Arrays.copyOf(gzip(profile(1)), 40))) {
      HttpResponse<String> response = SERVER.post("/api/v1/profiles?service=bad", file);

      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(ApiServer.parse(response).get("detail").asString()).isNotBlank();
    }
    assertThat(
            ApiServer.parse(SERVER.post("/api/v1/profiles?service=bad", new byte[0]))
                .get("detail")
                .asString())
        .contains("--data-binary");
    assertThat(SERVER.post("/api/v1/profiles", profile(1)).statusCode()).isEqualTo(400);
    assertThat(SERVER.get("/api/v1/top?service=bad&type=cpu").statusCode()).isEqualTo(404);
  }

  @Test
  void aFileThatIsTooLargeIsRefusedWithTheLimitItBroke() throws Exception {
    byte[] large = new byte[ApiServer.MAX_UPLOAD + 1];
    new Random(1).nextBytes(large);

    HttpResponse<String> known = SERVER.post("/api/v1/profiles?service=big", large);
    HttpResponse<String> chunked =
        SERVER.send(
            HttpRequest.newBuilder(SERVER.address("/api/v1/profiles?service=big"))
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large))));

    for (HttpResponse<String> response : List.of(known, chunked)) {
      assertThat(response.statusCode()).isEqualTo(413);
      JsonNode problem = ApiServer.parse(response);
      assertThat(problem.get("limit").asString()).isEqualTo("ingest.max-profile-size");
      assertThat(problem.get("maximum").asInt()).isEqualTo(ApiServer.MAX_UPLOAD);
      assertThat(problem.get("value").asInt()).isEqualTo(ApiServer.MAX_UPLOAD + 1);
    }
  }

  @Test
  void whoAsksBeforeSendingTooMuchIsToldAtOnce() throws Exception {
    byte[] large = new byte[ApiServer.MAX_UPLOAD + 1];

    HttpResponse<String> response =
        SERVER.send(
            HttpRequest.newBuilder(SERVER.address("/api/v1/profiles?service=big"))
                .expectContinue(true)
                .POST(HttpRequest.BodyPublishers.ofByteArray(large)));

    assertThat(response.statusCode()).isEqualTo(413);
  }

  private static long total(String service, String more) throws Exception {
    return SERVER
        .json("/api/v1/top?service=" + service + "&type=cpu&from=" + START.toEpochMilli() + more)
        .get("total")
        .asLong();
  }

  private static byte[] profile(long value) {
    return PprofBuilder.cpu(START).sample(List.of("f"), List.of(1L, value)).bytes();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }
}
