package com.example.shop.pricing;

/** Writes prices as people read them: {@code € 12,345.60}. */
public final class PriceFormatter {
  private PriceFormatter() {}

  public static String format(long cents) {
    // New in 1.1, and slower: the expression is compiled for every price.
    String euros = Long.toString(cents / 100).replaceAll("(?<=\\d)(?=(\\d{3})+$)", ",");
    long rest = cents % 100;
    return "€ " + euros + (rest < 10 ? ".0" : ".") + rest;
  }
}
