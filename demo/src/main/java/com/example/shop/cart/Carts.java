package com.example.shop.cart;

import com.example.shop.catalog.Catalog;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/** The carts of the shop's visitors; those left alone are forgotten. */
public final class Carts {
  private final Catalog catalog;
  private final Cache<String, Cart> bySession =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterAccess(Duration.ofMinutes(10)).build();

  public Carts(Catalog catalog) {
    this.catalog = catalog;
  }

  public Cart add(String session, int productId) {
    CartLine line = new CartLine(catalog.find(productId), 1);
    Cart cart = bySession.get(session, _ -> new Cart());
    cart.add(line);
    return cart;
  }

  /** The visitor's cart, which is a new one from here on. */
  public Cart take(String session) {
    Cart cart = bySession.asMap().remove(session);
    return cart == null ? new Cart() : cart;
  }
}
