package com.example.shop.cart;

import com.example.shop.catalog.Product;
import com.example.shop.catalog.ProductView;
import com.example.shop.pricing.PriceFormatter;
import com.example.shop.recommend.Recommendations;
import java.util.ArrayList;
import java.util.List;

/** A cart as the shop shows it. */
public record CartView(List<Line> lines, String subtotal, String discount, String total) {
  public static CartView of(Cart cart, Recommendations recommendations) {
    List<Line> lines = new ArrayList<>();
    for (CartLine line : cart.lines()) {
      lines.add(Line.of(line.product(), recommendations));
    }
    return new CartView(
        lines,
        PriceFormatter.format(CartTotals.subtotal(cart)),
        PriceFormatter.format(CartTotals.discount(cart)),
        PriceFormatter.format(CartTotals.cents(cart)));
  }

  /**
   * @param goesWellWith the names of other products
   */
  public record Line(ProductView product, List<String> goesWellWith) {
    static Line of(Product product, Recommendations recommendations) {
      return new Line(
          ProductView.of(product),
          recommendations.goingWellWith(product).stream().map(Product::name).toList());
    }
  }
}
