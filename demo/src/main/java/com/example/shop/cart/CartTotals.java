package com.example.shop.cart;

/** What a cart costs. Every third piece of a category is at half price. */
public final class CartTotals {
  private static final int EVERY = 3;

  private CartTotals() {}

  public static long cents(Cart cart) {
    return subtotal(cart) - discount(cart);
  }

  static long subtotal(Cart cart) {
    long cents = 0;
    for (int i = 0; i < cart.lines().size(); i++) {
      cents += cart.lines().get(i).cents();
    }
    return cents;
  }

  static long discount(Cart cart) {
    long cents = 0;
    for (int i = 0; i < cart.lines().size(); i++) {
      CartLine line = cart.lines().get(i);
      if (rankInCategory(cart, i) % EVERY == 0) {
        cents += line.cents() / 2;
      }
    }
    return cents;
  }

  private static int rankInCategory(Cart cart, int index) {
    String category = cart.lines().get(index).product().category();
    int rank = 0;
    for (int i = 0; i <= index; i++) {
      if (cart.lines().get(i).product().category().equals(category)) {
        rank++;
      }
    }
    return rank;
  }
}
