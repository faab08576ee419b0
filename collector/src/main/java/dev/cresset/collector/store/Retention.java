package dev.cresset.collector.store;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long tables keep what is in them.
 *
 * @param profileDays after how many days a profile is deleted
 * @param minuteDays after how many days the sums of a minute are; at least as many
 * @param hourDays after how many days the sums of an hour are; at least as many
 */
public record Retention(int profileDays, int minuteDays, int hourDays) {
  /**
   * A number is used for up to a day after it was written, and by profiles that say they are from
   * up to a day later. One more is for clocks.
   */
  private static final int NUMBERS_OUTLIVE_PROFILES = 3;

  /**
   * What sums refer to was announced at most a day before the profiles came ({@link AnnouncedIds}
   * forgets sooner), and those say that they are from up to a day later. Sums of hours are deleted
   * by the month, so the first of a month stay up to 31 days longer. The rest is for clocks, and
   * for ClickHouse to find the time.
   */
  private static final int ANNOUNCED_OUTLIVE_SUMS = 31 + 2 + 12;

  public Retention {
    minuteDays = Math.max(profileDays, minuteDays);
    hourDays = Math.max(minuteDays, hourDays);
  }

  /** No longer than profiles. */
  public Retention(int profileDays) {
    this(profileDays, profileDays, profileDays);
  }

  void apply(Tables tables) throws SQLException {
    for (Map.Entry<String, String> table : expressions().entrySet()) {
      String ttl = table.getValue();
      if (!tables.definition(table.getKey()).contains("TTL " + ttl + " ")) {
        tables.execute("ALTER TABLE " + table.getKey() + " MODIFY TTL " + ttl);
      }
    }
  }

  /** By table, as ClickHouse writes them. */
  private Map<String, String> expressions() {
    Map<String, String> expressions = new LinkedHashMap<>();
    // What others refer to first: in between, nothing is to be missing.
    expressions.put("numbers", "written + " + days(profileDays + NUMBERS_OUTLIVE_PROFILES));
    expressions.put("profiles", "toDateTime(start) + " + days(profileDays));
    expressions.put("rollup_1m", "bucket + " + days(minuteDays));
    expressions.put("windows_1m", "bucket + " + days(minuteDays));
    expressions.put("rollup_1h", "bucket + " + days(hourDays));
    expressions.put("windows_1h", "bucket + " + days(hourDays));
    expressions.put(
        "rolled", "bucket + toIntervalDay(if(seconds = 60, " + minuteDays + ", " + hourDays + "))");
    // One row for each process there ever was; a release is listed as long as it has sums.
    expressions.put("sightings", "toDateTime(last) + " + days(hourDays));
    for (String announced : List.of("stacks", "frames", "label_sets")) {
      expressions.put(announced, "written + " + days(hourDays + ANNOUNCED_OUTLIVE_SUMS));
    }
    return expressions;
  }

  private static String days(int days) {
    return "toIntervalDay(" + days + ")";
  }
}
