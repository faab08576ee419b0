package dev.cresset.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestMixTest {
  @Test
  void theSameVisitorAsksForTheSameEachTime() {
    assertThat(requests(3)).isEqualTo(requests(3)).isNotEqualTo(requests(4));
  }

  @Test
  void everyPartOfTheShopIsVisited() {
    assertThat(requests(1))
        .extracting(request -> request.path().replaceAll("\\?.*", ""))
        .contains("/products", "/search", "/cart", "/checkout", "/report");
  }

  private static List<RequestMix.Request> requests(int visitor) {
    return Stream.generate(new RequestMix(visitor)::next).limit(1_000).toList();
  }
}
