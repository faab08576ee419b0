package dev.cresset.collector.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.store.TestClickHouse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The HTTP interface itself, for what the driver of today does not use of it. */
class EngineHttpTest {
  @RegisterExtension static final TestClickHouse CLICK_HOUSE = new TestClickHouse();

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void refusesWhoDoesNotKnowTheSecret() throws Exception {
    for (HttpRequest.Builder stranger :
        new HttpRequest.Builder[] {
          request(""),
          request("").header("X-ClickHouse-User", "cresset").header("X-ClickHouse-Key", "guess"),
          request("").header("Authorization", "Basic Z3Vlc3M6Z3Vlc3M=")
        }) {
      HttpResponse<String> response = send(stranger, "SELECT 1");
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().firstValue("X-ClickHouse-Exception-Code")).contains("516");
      assertThat(response.body()).doesNotContain(password());
    }
  }

  @Test
  void takesTheSecretEitherWay() throws Exception {
    String basic =
        Base64.getEncoder()
            .encodeToString(("cresset:" + password()).getBytes(StandardCharsets.UTF_8));

    assertThat(send(request("").header("Authorization", "Basic " + basic), "SELECT 1").body())
        .isEqualTo("1\n");
    assertThat(send(known(""), "SELECT 1").body()).isEqualTo("1\n");
  }

  @Test
  void bindsParameters() throws Exception {
    String value = URLEncoder.encode("it\\'s \\\\ \\0 ?", StandardCharsets.UTF_8);

    assertThat(
            send(known("?param_x=" + value + "&param_n=3"), "SELECT {x:String}, {n:Int32} + 1")
                .body())
        .isEqualTo("it\\'s \\\\ \\0 ?\t4\n");
  }

  @Test
  void appliesSettingsToTheirOwnStatementOnly() throws Exception {
    String sql = "SELECT getSetting('max_block_size'), getSetting('max_result_rows')";
    String defaults = send(known(""), sql).body();

    assertThat(send(known("?max_block_size=7&max_result_rows=9"), sql).body()).isEqualTo("7\t9\n");
    assertThat(send(known("?max_block_size=8"), sql).body()).startsWith("8\t").doesNotContain("9");
    for (int i = 0; i < 10; i++) {
      assertThat(send(known(""), sql).body()).isEqualTo(defaults);
    }
  }

  @Test
  void refusesSettingsThatAreNone() throws Exception {
    HttpResponse<String> unknown = send(known("?no_such_setting=1"), "SELECT 1");
    assertThat(unknown.statusCode()).isEqualTo(500);
    assertThat(unknown.body()).contains("Code: 115");

    HttpResponse<String> hostile = send(known("?max_threads%3D1%2Creadonly=1"), "SELECT 1");
    assertThat(hostile.body()).contains("Code: 115");
  }

  @Test
  void givesTheFormatThatIsAskedForInTheStatementTheAddressOrTheHeader() throws Exception {
    assertThat(send(known(""), "SELECT 1 AS a FORMAT JSONEachRow").body()).contains("{\"a\":1}");
    assertThat(send(known("?default_format=JSONEachRow"), "SELECT 1 AS a").body())
        .contains("{\"a\":1}");
    HttpResponse<String> response =
        send(known("").header("X-ClickHouse-Format", "JSONEachRow"), "SELECT 1 AS a");
    assertThat(response.body()).contains("{\"a\":1}");
    assertThat(response.headers().firstValue("X-ClickHouse-Format")).contains("JSONEachRow");
  }

  @Test
  void givesEveryFormatAsOneResultHoweverManyBlocksItHas() throws Exception {
    String sql = "SELECT number FROM numbers(3)";

    assertThat(send(known("?max_block_size=1&default_format=CSVWithNames"), sql).body())
        .isEqualTo("\"number\"\n0\n1\n2\n");
    assertThat(send(known("?max_block_size=1&default_format=JSONCompact"), sql).body())
        .containsOnlyOnce("\"data\"")
        .contains("\"rows\": 3");
    assertThat(send(known("?max_block_size=1&default_format=Values"), sql).body())
        .isEqualTo("(0),(1),(2)");
  }

  @Test
  void cutsTheConnectionWhenAResultFailsMidway() {
    assertThatThrownBy(() ->
            send(
                known("?max_block_size=1000"),
                "SELECT throwIf(number = 900000) FROM numbers(1000000)"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void givesTheNextResultCleanAfterOnesThatFailed() throws Exception {
    String binary = "?default_format=RowBinaryWithNamesAndTypes";
    String expected = send(known(binary), "SELECT 1 AS a").body();
    for (int i = 0; i < 10; i++) {
      send(known(binary), "SELECT throwIf(number = 5000) AS b FROM numbers(10000)");
    }
    for (int i = 0; i < 10; i++) {
      assertThat(send(known(binary), "SELECT 1 AS a").body()).isEqualTo(expected);
    }
  }

  @Test
  void refusesStatementsThatAreTooLong() throws Exception {
    HttpResponse<String> response = send(known(""), "SELECT '" + "x".repeat(17 << 20) + "'");

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("The statement is longer than 16777216 bytes");
  }

  @Test
  void refusesAnotherDatabaseAndCompression() throws Exception {
    assertThat(send(known("?database=other"), "SELECT 1").body()).contains("other");
    assertThat(send(known("?compress=1"), "SELECT 1").body()).contains("leave out compress");
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String sql)
      throws IOException, InterruptedException {
    return client.send(request.POST(BodyPublishers.ofString(sql)).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder known(String query) throws Exception {
    return request(query)
        .header("X-ClickHouse-User", "cresset")
        .header("X-ClickHouse-Key", password());
  }

  private static HttpRequest.Builder request(String query) throws Exception {
    String url = CLICK_HOUSE.engine().url().replace("jdbc:ch:", "http:");
    return HttpRequest.newBuilder(URI.create(url + "/" + query));
  }

  private static String password() {
    Properties properties = CLICK_HOUSE.engine().properties();
    return properties.getProperty("password");
  }
}
