package dev.cresset.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ReleasesIT {
  private static final int REQUESTS = 400;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void bothReleasesGiveTheSameAnswers() throws Exception {
    try (ShopJar old = ShopJar.run("shop-1.0.jar", "0");
        ShopJar young = ShopJar.run("shop-1.1.jar", "0")) {
      URI oldUrl = old.url();
      URI youngUrl = young.url();
      RequestMix mix = new RequestMix(1);
      for (int i = 0; i < REQUESTS; i++) {
        RequestMix.Request request = mix.next();

        String answer = answer(youngUrl, request);

        assertThat(answer)
            .as(request.toString())
            .isEqualTo(answer(oldUrl, request))
            .hasSizeGreaterThan(10);
      }
    }
  }

  @Test
  void aShopSaysItsReleaseAndEndsWhenItsStandardInputCloses() throws Exception {
    try (ShopJar shop = ShopJar.run("shop-1.1.jar", "0", "--until-stdin-closes")) {
      assertThat(shop.readLine()).startsWith("shop 1.1 at http://127.0.0.1:");

      shop.closeStdin();

      assertThat(shop.awaitEnd()).isZero();
    }
  }

  @Test
  void anUnknownProductIsTheVisitorsMistake() throws Exception {
    try (ShopJar shop = ShopJar.run("shop-1.0.jar", "0")) {
      URI url = shop.url().resolve("/cart?session=1&product=0");

      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).isEqualTo("There is no product 0.");
    }
  }

  private String answer(URI shop, RequestMix.Request request) throws Exception {
    HttpResponse<byte[]> response =
        client.send(
            HttpRequest.newBuilder(shop.resolve(request.path()))
                .method(request.method(), BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
