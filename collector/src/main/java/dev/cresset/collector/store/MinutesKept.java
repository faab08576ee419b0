package dev.cresset.collector.store;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Since when minutes have all their sums by stack trace. The ledger goes on saying that minutes are
 * whole whose stack traces are deleted, as the time for which these are kept says where they are.
 * Where it is made longer, it says too much: the time has to be written down.
 */
public final class MinutesKept {
  private static final Pattern TTL = Pattern.compile("TTL .*toInterval");
  private static final Pattern OF_ALL_SERVICES =
      Pattern.compile("TTL bucket \\+ toInterval(Day|Hour)\\((\\d+)\\) ");

  private MinutesKept() {}

  /**
   * The statement that writes down since when minutes are there.
   *
   * @param before how their table was made where they were up to now
   * @param after and where they are from now on
   * @return empty if that is not needed
   */
  public static Optional<String> statement(String before, String after) {
    OptionalInt was = hours(before);
    OptionalInt is = hours(after);
    boolean isNoLonger = was.isPresent() && is.isPresent() && is.getAsInt() <= was.getAsInt();
    if (isNoLonger || !TTL.matcher(before).find()) {
      return Optional.empty();
    }
    // Where services have times of their own, none is sure to be there.
    String start =
        was.isPresent()
            ? "now('UTC') - toIntervalHour(" + (was.getAsInt() - 1) + ")"
            : "now('UTC')";
    return Optional.of(
        "INSERT INTO minutes_from (tenant, start) SELECT '" + ProfileStore.TENANT + "', " + start);
  }

  private static OptionalInt hours(String definition) {
    Matcher ttl = OF_ALL_SERVICES.matcher(definition);
    if (!ttl.find()) {
      return OptionalInt.empty();
    }
    int unit = ttl.group(1).equals("Day") ? 24 : 1;
    return OptionalInt.of(unit * Integer.parseInt(ttl.group(2)));
  }
}
