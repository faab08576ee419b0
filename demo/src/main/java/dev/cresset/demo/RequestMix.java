package dev.cresset.demo;

import java.util.List;
import java.util.Random;

/**
 * What one visitor of the shop asks for, one request after the other. The same seed makes the same
 * requests, so that two releases are compared under the same load.
 */
final class RequestMix {
  private static final List<String> CATEGORIES =
      List.of("living", "dining", "garden", "office", "hearth");
  private static final List<String> SEARCHES =
      List.of(
          "walnut table", "oak", "fire basket", "folding chair", "copper la", "no 7", "wool rug");
  private static final int PAGES = 10;
  private static final int PRODUCTS = 2_000;
  private static final int PIECES_BOUGHT_AT_ONCE = 12;

  private final int visitor;
  private final Random random;
  private int piecesInCart;

  RequestMix(int visitor) {
    this.visitor = visitor;
    this.random = new Random(visitor);
  }

  Request next() {
    int dice = random.nextInt(1_000);
    if (dice < 350) {
      return Request.get(
          "/products?category=" + any(CATEGORIES) + "&page=" + random.nextInt(PAGES));
    }
    if (dice < 600) {
      return Request.get("/search?q=" + any(SEARCHES).replace(' ', '+'));
    }
    if (dice >= 990) {
      return Request.get("/report");
    }
    if (piecesInCart < PIECES_BOUGHT_AT_ONCE) {
      piecesInCart++;
      return Request.post(
          "/cart?session=" + visitor + "&product=" + (1 + random.nextInt(PRODUCTS)));
    }
    piecesInCart = 0;
    return Request.post("/checkout?session=" + visitor);
  }

  private String any(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  /**
   * @param path with its query
   */
  record Request(String method, String path) {
    static Request get(String path) {
      return new Request("GET", path);
    }

    static Request post(String path) {
      return new Request("POST", path);
    }
  }
}
