package dev.cresset.collector;

import dev.cresset.collector.store.Retention;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long some services are kept, as settings say it: {@code batch=7/7/90, shop=90/90/730}.
 *
 * @param days by service
 */
public record ServiceRetention(SortedMap<String, Retention> days) {
  private static final Pattern SYNTAX =
      Pattern.compile("(.*\\S)\\s*=\\s*(\\d{1,5})/(\\d{1,5})/(\\d{1,5})");

  private static final int MAX_DAYS = 36_500;

  /**
   * @throws IllegalArgumentException if the text is not of that form
   */
  static ServiceRetention parse(String text) {
    SortedMap<String, Retention> days = new TreeMap<>();
    for (String one : text.isBlank() ? new String[0] : text.split(",", -1)) {
      Matcher matcher = SYNTAX.matcher(one.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "'%s' is not as in batch=7/7/90: days of profiles, of minutes and of hours"
                .formatted(one.strip()));
      }
      Retention retention =
          new Retention(days(matcher.group(2)), days(matcher.group(3)), days(matcher.group(4)));
      if (days.put(matcher.group(1), retention) != null) {
        throw new IllegalArgumentException(matcher.group(1) + " is there twice");
      }
    }
    return new ServiceRetention(days);
  }

  private static int days(String text) {
    int days = Integer.parseInt(text);
    if (days < 1 || days > MAX_DAYS) {
      throw new IllegalArgumentException("days must be 1 to " + MAX_DAYS);
    }
    return days;
  }
}
