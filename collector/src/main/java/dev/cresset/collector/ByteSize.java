package dev.cresset.collector;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of memory, written as {@code 512k}, {@code 16m}, {@code 2g} or plain bytes. */
public record ByteSize(long bytes) {
  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,15})\\s*([kmg]?)b?");

  /**
   * @throws IllegalArgumentException if the text is not of that form
   */
  public static ByteSize parse(String text) {
    Matcher matcher = SYNTAX.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a size such as 512k, 16m or 2g");
    }
    long unit =
        switch (matcher.group(2)) {
          case "k" -> 1L << 10;
          case "m" -> 1L << 20;
          case "g" -> 1L << 30;
          default -> 1;
        };
    try {
      return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("more bytes than there can be", e);
    }
  }
}
