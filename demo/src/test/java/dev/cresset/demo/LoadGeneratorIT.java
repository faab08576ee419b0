package dev.cresset.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadGeneratorIT {
  @Test
  void itEndsByItselfAndTellsWhatBecameOfItsRequests() throws Exception {
    try (ShopJar shop = ShopJar.run("shop-1.0.jar", "0");
        ShopJar load =
            ShopJar.run("load.jar", shop.url().toString(), "--rate", "40", "--seconds", "2")) {
      assertThat(load.readLine()).isEqualTo("Ends, as its time is over.");
      assertThat(load.readLine())
          .matches(".*: [1-9]\\d* requests answered, p50 .* ms, p99 .* ms, 0 failed");
      assertThat(load.awaitEnd()).isZero();
    }
  }

  @Test
  void itEndsWithItsParentEvenIfNoShopAnswers() throws Exception {
    try (ShopJar load = ShopJar.run("load.jar", "http://127.0.0.1:1", "--until-stdin-closes")) {
      load.closeStdin();

      assertThat(load.readLine()).isEqualTo("Ends with its parent.");
      assertThat(load.awaitEnd()).isZero();
    }
  }

  @Test
  void aWrongOptionIsTheEnd() throws Exception {
    try (ShopJar load = ShopJar.run("load.jar", "--rate", "0")) {
      assertThat(load.readLine())
          .startsWith("--rate wants a whole number above zero, not 0. Usage:");
      assertThat(load.awaitEnd()).isEqualTo(2);
    }
  }
}
