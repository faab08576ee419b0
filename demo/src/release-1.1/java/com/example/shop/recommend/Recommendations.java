package com.example.shop.recommend;

import com.example.shop.catalog.Product;
import java.util.Comparator;
import java.util.List;

/** Knows which products go well with another. Immutable. */
public final class Recommendations {
  private static final int LIMIT = 3;

  private final List<Product> products;

  public Recommendations(List<Product> products) {
    this.products = products;
  }

  /** The most popular products of the same category and material. */
  public List<Product> goingWellWith(Product product) {
    // New in 1.1, and slower: looks at every product, and sorts each time.
    return products.stream()
        .filter(other -> matches(other, product))
        .sorted(Comparator.comparingInt(Product::popularity).reversed())
        .limit(LIMIT)
        .toList();
  }

  private static boolean matches(Product other, Product product) {
    return other.category().equals(product.category())
        && other.material().equals(product.material())
        && other.id() != product.id();
  }
}
