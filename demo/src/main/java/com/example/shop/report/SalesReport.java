package com.example.shop.report;

import com.example.shop.checkout.Inventory;
import com.example.shop.checkout.Orders;
import com.example.shop.checkout.Orders.CategorySales;
import com.example.shop.pricing.PriceFormatter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The manager's page: what was sold, and what the stock is worth. */
public final class SalesReport {
  private final Orders orders;
  private final Inventory inventory;

  public SalesReport(Orders orders, Inventory inventory) {
    this.orders = orders;
    this.inventory = inventory;
  }

  public Report create() {
    List<CategorySales> sales = orders.salesByCategory();
    String csv = csv(sales);
    return new Report(csv, checksum(csv), PriceFormatter.format(inventory.valueInCents()));
  }

  private static String csv(List<CategorySales> sales) {
    StringBuilder csv = new StringBuilder("category;orders;pieces;revenue\n");
    for (CategorySales line : sales) {
      csv.append(line.category()).append(';').append(line.orders()).append(';');
      csv.append(line.pieces()).append(';').append(PriceFormatter.format(line.cents()));
      csv.append('\n');
    }
    return csv.toString();
  }

  private static String checksum(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  /** The report, as it is downloaded. */
  public record Report(String csv, String sha256, String stockValue) {}
}
