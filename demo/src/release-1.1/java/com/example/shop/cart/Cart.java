package com.example.shop.cart;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What somebody is about to buy. Safe for many threads. */
public final class Cart {
  private final List<CartLine> lines = new CopyOnWriteArrayList<>();

  void add(CartLine line) {
    lines.add(line);
  }

  /** The lines as they are now. */
  public List<CartLine> lines() {
    // New in 1.1, and wasteful: callers that go through the lines by index copy them each time.
    return new ArrayList<>(lines);
  }
}
