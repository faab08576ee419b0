package com.example.shop.catalog;

import com.example.shop.Database;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What the shop sells, kept in the database, with a short-lived cache of pages. */
public final class Catalog {
  private static final int PAGE_SIZE = 40;

  private final Database database;
  private final Cache<PageKey, List<Product>> pages =
      Caffeine.newBuilder().maximumSize(40).expireAfterWrite(Duration.ofSeconds(10)).build();

  public Catalog(Database database, List<Product> products) {
    this.database = database;
    database.update(
        "CREATE TABLE product (id INT PRIMARY KEY, name VARCHAR, category VARCHAR,"
            + " material VARCHAR, description VARCHAR, cents BIGINT, popularity INT)");
    database.update("CREATE INDEX product_category ON product (category, popularity)");
    database.updateAll(
        "INSERT INTO product VALUES (?, ?, ?, ?, ?, ?, ?)",
        products.stream().map(Catalog::columns).toList());
  }

  public List<Product> all() {
    return database.query("SELECT * FROM product ORDER BY id", Catalog::product);
  }

  /** One page of a category, the most popular first; empty past the last one. */
  public List<Product> page(String category, int number) {
    return pages.get(new PageKey(category, number), this::load);
  }

  /**
   * @throws IllegalArgumentException if there is no such product
   */
  public Product find(int id) {
    return database.query("SELECT * FROM product WHERE id = ?", Catalog::product, id).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no product " + id + "."));
  }

  private List<Product> load(PageKey key) {
    return database.query(
        "SELECT * FROM product WHERE category = ? ORDER BY popularity DESC, id LIMIT ? OFFSET ?",
        Catalog::product,
        key.category(),
        PAGE_SIZE,
        Math.max(0, key.number()) * PAGE_SIZE);
  }

  private static Object[] columns(Product product) {
    return new Object[] {
      product.id(),
      product.name(),
      product.category(),
      product.material(),
      product.description(),
      product.cents(),
      product.popularity()
    };
  }

  private static Product product(ResultSet row) throws SQLException {
    return new Product(
        row.getInt("id"),
        row.getString("name"),
        row.getString("category"),
        row.getString("material"),
        row.getString("description"),
        row.getLong("cents"),
        row.getInt("popularity"));
  }

  private record PageKey(String category, int number) {}
}
