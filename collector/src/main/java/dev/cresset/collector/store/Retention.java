package dev.cresset.collector.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long tables keep what is in them.
 *
 * @param profileDays after how many days a profile is deleted
 * @param minuteDays after how many days a minute's sums by stack trace are
 * @param hourDays after how many days the sums of an hour are; at least as many as of both
 * @param services of those for which it is another, by name
 */
public record Retention(
    int profileDays, int minuteDays, int hourDays, SortedMap<String, Retention> services) {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /** For how long a start waits until parts know that they are kept for longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Those that have rows of services apart, and are partitioned by time alone. */
  private static final Set<String> MIXED =
      Set.of("profiles", "rollup_1m", "windows_1m", "rollup_1h", "windows_1h", "rolled");

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

  /**
   * Hours for which a minute's sums by stack trace stay longer: they are asked for one hour longer
   * than it is said, which is where the last day begins, and written for two.
   */
  static final int MINUTES_SPARE = 3;

  public Retention {
    hourDays = Math.max(Math.max(profileDays, minuteDays), hourDays);
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
  }

  /** The same for all services. */
  public Retention(int profileDays, int minuteDays, int hourDays) {
    this(profileDays, minuteDays, hourDays, new TreeMap<>());
  }

  /** No longer than profiles. */
  public Retention(int profileDays) {
    this(profileDays, profileDays, profileDays);
  }

  /**
   * After how many days is deleted what a minute has beside its stack traces. It is little, and
   * says which minutes are rolled up for as long as profiles of them may come.
   */
  public int windowDays() {
    return Math.max(profileDays, minuteDays);
  }

  /** How long a service is kept. */
  public Retention of(String service) {
    return services.getOrDefault(service, this);
  }

  /** The longest of any service. */
  public int longest(ToIntFunction<Retention> days) {
    return Stream.concat(Stream.of(this), services.values().stream())
        .mapToInt(days)
        .max()
        .orElseThrow();
  }

  /** When a row of a table goes, as an expression of its columns; empty if it stays. */
  public Optional<String> end(String table) {
    return Optional.ofNullable(expressions().get(table));
  }

  void apply(Tables tables) throws SQLException {
    boolean later = false;
    for (Map.Entry<String, String> table : expressions().entrySet()) {
      later |= apply(tables, table.getKey(), table.getValue());
    }
    // Where rows go sooner, nobody asks for those that are still there. Where they go later, each
    // part goes when it had to before, until it is told.
    if (later && !tables.awaitChanges(PATIENCE)) {
      LOG.warn(
          "ClickHouse is still telling what is stored that it is kept for longer now: until it is"
              + " done (system.mutations), it may delete what would have been due before");
    }
  }

  /**
   * @return whether rows that are there go later than they would have
   */
  private boolean apply(Tables tables, String table, String end) throws SQLException {
    String setting = "ttl_only_drop_parts = " + (services.isEmpty() ? 1 : 0);
    String definition = tables.definition(table);
    if (MIXED.contains(table) && !definition.contains(setting)) {
      tables.execute("ALTER TABLE " + table + " MODIFY SETTING " + setting);
    }
    if (definition.contains("TTL " + end + " ")) {
      return false;
    }
    if (table.equals("rollup_1m")) {
      // Before, as nobody would know to do so afterwards.
      Optional<String> known = MinutesKept.statement(definition, "TTL " + end + " ");
      if (known.isPresent()) {
        tables.execute(known.get());
      }
    }
    tables.execute("ALTER TABLE " + table + " MODIFY TTL " + end + " SETTINGS alter_sync = 0");
    return RowsEnd.isLater(definition, end);
  }

  /** By table, as ClickHouse writes them. */
  private Map<String, String> expressions() {
    Map<String, String> expressions = new LinkedHashMap<>();
    // What others refer to first: in between, nothing is to be missing.
    int numbers = longest(Retention::profileDays) + NUMBERS_OUTLIVE_PROFILES;
    expressions.put("numbers", "written + " + days(Integer.toString(numbers)));
    // Where a partition has services that go sooner, all that goes with them goes at once.
    boolean mixed = !services.isEmpty();
    String profile =
        mixed ? "toStartOfDay(toDateTime(start) + toIntervalDay(1))" : "toDateTime(start)";
    String minute = mixed ? "toStartOfDay(bucket + toIntervalDay(1))" : "bucket";
    String hour = mixed ? "toStartOfMonth(bucket + toIntervalMonth(1))" : "bucket";
    String windowDays = byService(Retention::windowDays);
    String hourDays = byService(Retention::hourDays);
    expressions.put("profiles", profile + " + " + days(byService(Retention::profileDays)));
    String minuteHours = byService(own -> 24 * own.minuteDays + MINUTES_SPARE);
    expressions.put("rollup_1m", minute + " + toIntervalHour(" + minuteHours + ")");
    expressions.put("windows_1m", minute + " + " + days(windowDays));
    expressions.put("rollup_1h", hour + " + " + days(hourDays));
    expressions.put("windows_1h", hour + " + " + days(hourDays));
    expressions.put(
        "rolled",
        (mixed ? "toStartOfDay(bucket + toIntervalDay(1))" : "bucket")
            + " + "
            + days("if(seconds = 60, " + windowDays + ", " + hourDays + ")"));
    // One row for each process there ever was; a release is listed as long as it has sums.
    expressions.put("sightings", "toDateTime(last) + " + days(hourDays));
    int announcedDays = longest(Retention::hourDays) + ANNOUNCED_OUTLIVE_SUMS;
    for (String announced : List.of("stacks", "frames", "label_sets")) {
      expressions.put(announced, "written + " + days(Integer.toString(announcedDays)));
    }
    return expressions;
  }

  /** A number of days, or an expression of the column {@code service} that gives it. */
  private String byService(ToIntFunction<Retention> days) {
    String all = Integer.toString(days.applyAsInt(this));
    if (services.isEmpty()) {
      return all;
    }
    String names =
        services.keySet().stream()
            .map(name -> "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'")
            .collect(Collectors.joining(", "));
    String values =
        services.values().stream()
            .map(service -> Integer.toString(days.applyAsInt(service)))
            .collect(Collectors.joining(", "));
    return "transform(service, [" + names + "], [" + values + "], " + all + ")";
  }

  private static String days(String days) {
    return "toIntervalDay(" + days + ")";
  }
}
