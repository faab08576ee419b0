package com.example.shop.checkout;

import com.example.shop.cart.Cart;
import com.example.shop.cart.CartTotals;
import com.example.shop.pricing.PriceFormatter;

/** Turns a cart into an order. */
public final class Checkout {
  private final Inventory inventory;
  private final PaymentGateway payments;
  private final Orders orders;

  public Checkout(Inventory inventory, PaymentGateway payments, Orders orders) {
    this.inventory = inventory;
    this.payments = payments;
    this.orders = orders;
  }

  public Receipt checkout(Cart cart) {
    long cents = CartTotals.cents(cart);
    inventory.sell(cart.lines(), () -> payments.charge(cents));
    long order = orders.insert(cart.lines());
    return new Receipt(order, cart.lines().size(), PriceFormatter.format(cents));
  }

  /** What the customer takes home. */
  public record Receipt(long order, int pieces, String paid) {}
}
