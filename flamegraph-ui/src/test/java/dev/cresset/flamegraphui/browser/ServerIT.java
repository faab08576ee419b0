package dev.cresset.flamegraphui.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(BrowserExtension.class)
class ServerIT {
  /** What a run that ends by itself said. */
  private record Run(int code, String out, String err) {}

  @Test
  void versionAndHelpAreTold() throws Exception {
    assertThat(run("--version").out).matches("Cresset \\d+\\.\\d+.*\\s*");
    assertThat(run("--help").out).contains("--config", "--data", "--http", "--grpc");
  }

  @Test
  void aMisspeltOptionIsNamed() throws Exception {
    Run run = run("--htpp", "1");
    assertThat(run.code).isNotZero();
    assertThat(run.err).contains("--htpp");
  }

  @Test
  void aPortThatIsNoneIsNamedWithItsOption() throws Exception {
    for (String port : new String[] {"99999999", "65536", "-1", "web"}) {
      Run run = run("--http=" + port);
      assertThat(run.code).isNotZero();
      assertThat(run.err).contains("--http", "'" + port + "' is no port", "0 to 65535");
    }
  }

  @Test
  void aPortInUseIsSaidWithTheRemedy(@TempDir Path folder) throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = "" + taken.getLocalPort();
      Run run = run("--data", folder.resolve("data").toString(), "--http", port, "--grpc", "0");
      assertThat(run.code).isEqualTo(1);
      assertThat(run.err).contains("Port " + port, "in use", "--http");
      assertThat(run.err).doesNotContain("\tat ");
    }
  }

  @Test
  void apiPagesAndMetricsAnswerOnOnePort(PackagedServer server) throws Exception {
    assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);
    assertThat(get(server, "/api/v1/services").body()).contains("\"shop\"");
    assertThat(get(server, "/metrics").body()).contains("# TYPE");
    HttpResponse<String> page = get(server, "/");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'");
    assertThat(page.headers().firstValue("Set-Cookie").orElse("HttpOnly")).contains("HttpOnly");
  }

  private static HttpResponse<String> get(PackagedServer server, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static Run run(String... arguments) throws IOException, InterruptedException {
    Process process = PackagedServer.command(arguments).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), out, err);
  }
}
