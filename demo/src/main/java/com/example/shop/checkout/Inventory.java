package com.example.shop.checkout;

import com.example.shop.Database;
import com.example.shop.cart.CartLine;
import com.example.shop.catalog.Product;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many of each product are in stock. One lock guards all of it: people queue here. */
public final class Inventory {
  private static final int REFILL = 500;

  private final Database database;
  private final List<Product> products;
  private final Map<Integer, Integer> stock = new HashMap<>();

  public Inventory(Database database, List<Product> products) {
    this.database = database;
    this.products = products;
    products.forEach(product -> stock.put(product.id(), REFILL));
    database.update("CREATE TABLE stock (product INT PRIMARY KEY, pieces INT)");
    database.updateAll(
        "INSERT INTO stock VALUES (?, ?)",
        products.stream().map(product -> new Object[] {product.id(), REFILL}).toList());
  }

  /** Whether at least one piece is there. */
  public synchronized boolean has(Product product) {
    return stock.getOrDefault(product.id(), 0) > 0;
  }

  /**
   * Takes what the lines name out of stock once it is paid for; what is sold out is ordered anew.
   * Meanwhile nobody else can take it, and the whole shop waits for the bank.
   */
  synchronized void sell(List<CartLine> lines, Runnable payment) {
    payment.run();
    for (CartLine line : lines) {
      int id = line.product().id();
      int left = stock.merge(id, -line.quantity(), Integer::sum);
      if (left <= 0) {
        left = REFILL;
        stock.put(id, left);
      }
      database.update("UPDATE stock SET pieces = ? WHERE product = ?", left, id);
    }
  }

  /** What everything in stock would bring, in cents. Nothing can be sold meanwhile. */
  public synchronized long valueInCents() {
    Map<Integer, Integer> pieces = new HashMap<>();
    database
        .query(
            "SELECT product, pieces FROM stock",
            row -> Map.entry(row.getInt("product"), row.getInt("pieces")))
        .forEach(entry -> pieces.put(entry.getKey(), entry.getValue()));
    return products.stream()
        .mapToLong(product -> product.cents() * pieces.getOrDefault(product.id(), 0))
        .sum();
  }
}
