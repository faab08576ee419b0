package com.example.shop.checkout;

import com.example.shop.Database;
import com.example.shop.cart.CartLine;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What was sold, as far back as the last {@value #KEPT} orders. */
public final class Orders {
  private static final int KEPT = 1_000;

  private final Database database;
  private final AtomicLong lastId = new AtomicLong();

  public Orders(Database database) {
    this.database = database;
    database.update(
        "CREATE TABLE order_line (order_id BIGINT, category VARCHAR, product INT, pieces INT,"
            + " cents BIGINT)");
    database.update("CREATE INDEX order_line_order ON order_line (order_id)");
  }

  /** Writes the lines down as one order, and forgets the order that is too old by now. */
  long insert(List<CartLine> lines) {
    long id = lastId.incrementAndGet();
    database.updateAll(
        "INSERT INTO order_line VALUES (?, ?, ?, ?, ?)",
        lines.stream().map(line -> columns(id, line)).toList());
    database.update("DELETE FROM order_line WHERE order_id = ?", id - KEPT);
    return id;
  }

  public List<CategorySales> salesByCategory() {
    return database.query(
        "SELECT category, COUNT(DISTINCT order_id) AS orders, SUM(pieces) AS pieces,"
            + " SUM(cents * pieces) AS cents FROM order_line GROUP BY category ORDER BY category",
        row ->
            new CategorySales(
                row.getString("category"),
                row.getInt("orders"),
                row.getInt("pieces"),
                row.getLong("cents")));
  }

  private static Object[] columns(long id, CartLine line) {
    return new Object[] {
      id, line.product().category(), line.product().id(), line.quantity(), line.product().cents()
    };
  }

  /** How much of a category was sold. */
  public record CategorySales(String category, int orders, int pieces, long cents) {}
}
