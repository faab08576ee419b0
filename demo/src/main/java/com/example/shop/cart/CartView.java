package com.example.shop.cart;

import com.example.shop.catalog.ProductView;
import com.example.shop.pricing.PriceFormatter;
import java.util.List;

/** A cart as the shop shows it. */
public record CartView(List<ProductView> products, String subtotal, String discount, String total) {
  public static CartView of(Cart cart) {
    return new CartView(
        cart.lines().stream().map(line -> ProductView.of(line.product())).toList(),
        PriceFormatter.format(CartTotals.subtotal(cart)),
        PriceFormatter.format(CartTotals.discount(cart)),
        PriceFormatter.format(CartTotals.cents(cart)));
  }
}
