package com.example.shop.cart;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Product;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.Predicate;

/** The carts of the shop's visitors; those left alone are forgotten. */
public final class Carts {
  private final Catalog catalog;
  private final Predicate<Product> inStock;
  private final Cache<String, Cart> bySession =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterAccess(Duration.ofMinutes(10)).build();

  public Carts(Catalog catalog, Predicate<Product> inStock) {
    this.catalog = catalog;
    this.inStock = inStock;
  }

  /**
   * @throws IllegalArgumentException if there is no such product, or none is left
   */
  public Cart add(String session, int productId) {
    Product product = catalog.find(productId);
    if (!inStock.test(product)) {
      throw new IllegalArgumentException("Product " + productId + " is sold out.");
    }
    Cart cart = bySession.get(session, _ -> new Cart());
    cart.add(new CartLine(product, 1));
    return cart;
  }

  /** The visitor's cart, which is a new one from here on. */
  public Cart take(String session) {
    Cart cart = bySession.asMap().remove(session);
    return cart == null ? new Cart() : cart;
  }
}
