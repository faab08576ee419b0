package dev.cresset.collector.store;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When rows of a table are deleted, as its definition has it. */
final class RowsEnd {
  private static final Pattern TTL = Pattern.compile(" TTL (.*) SETTINGS ");
  private static final Pattern DAYS = Pattern.compile("toIntervalDay\\((\\d+)\\)");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final BigInteger HOURS = BigInteger.valueOf(24);

  private RowsEnd() {}

  /**
   * Whether some rows may go later.
   *
   * @param definition of the table as it was
   * @param end when rows go from now on, as an expression
   */
  static boolean isLater(String definition, String end) {
    Matcher ttl = TTL.matcher(definition);
    if (!ttl.find()) {
      return false;
    }
    String before = inHours(ttl.group(1));
    String after = inHours(end);
    // With times of services, which have names, there are no numbers to compare.
    if (after.contains("transform(")
        || !NUMBER.matcher(before).replaceAll("").equals(NUMBER.matcher(after).replaceAll(""))) {
      return true;
    }
    List<BigInteger> was = numbers(before);
    List<BigInteger> is = numbers(after);
    for (int i = 0; i < is.size(); i++) {
      if (is.get(i).compareTo(was.get(i)) > 0) {
        return true;
      }
    }
    return false;
  }

  private static String inHours(String end) {
    return DAYS.matcher(end)
        .replaceAll(
            days -> "toIntervalHour(" + new BigInteger(days.group(1)).multiply(HOURS) + ")");
  }

  private static List<BigInteger> numbers(String end) {
    return NUMBER.matcher(end).results().map(number -> new BigInteger(number.group())).toList();
  }
}
