package com.example.shop.pricing;

import java.util.regex.Pattern;

/** Writes prices as people read them: {@code € 12,345.60}. */
public final class PriceFormatter {
  private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d)(?=(\\d{3})+$)");

  private PriceFormatter() {}

  public static String format(long cents) {
    String euros = THOUSANDS.matcher(Long.toString(cents / 100)).replaceAll(",");
    long rest = cents % 100;
    return "€ " + euros + (rest < 10 ? ".0" : ".") + rest;
  }
}
