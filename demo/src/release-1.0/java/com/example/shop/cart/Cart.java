package com.example.shop.cart;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What somebody is about to buy. Safe for many threads. */
public final class Cart {
  private final List<CartLine> lines = new CopyOnWriteArrayList<>();

  void add(CartLine line) {
    lines.add(line);
  }

  /** The lines; they change as the cart does. */
  public List<CartLine> lines() {
    return lines;
  }
}
