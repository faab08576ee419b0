package com.example.shop.catalog;

import com.example.shop.pricing.PriceFormatter;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A product as the shop shows it.
 *
 * @param prices what one costs when one, ten, a hundred or a thousand are bought
 */
public record ProductView(
    int id, String name, String category, String description, List<String> prices) {
  private static final int[] DISCOUNT_PERCENT = {0, 5, 12, 20};

  public static ProductView of(Product product) {
    return new ProductView(
        product.id(),
        product.name(),
        product.category(),
        product.description(),
        IntStream.of(DISCOUNT_PERCENT)
            .mapToObj(percent -> PriceFormatter.format(product.cents() * (100 - percent) / 100))
            .toList());
  }
}
