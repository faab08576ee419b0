package dev.cresset.collector.query;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All services with what is known of them. */
final class ServicesQuery {
  private static final List<String> USEFUL_FIRST =
      List.of(
          "cpu",
          "wall",
          "alloc_space",
          "alloc_objects",
          "live_space",
          "live_objects",
          "lock_delay",
          "lock_contentions",
          "nativemem_space",
          "nativemem_objects",
          "exceptions",
          "requests",
          "request_time");

  /** Only profiles know of instances, and are kept for about so long. */
  private static final Duration INSTANCES_SEEN_WITHIN = Duration.ofDays(30);

  private final Database database;
  private final SelectionSql selections;

  ServicesQuery(Database database, SelectionSql selections) {
    this.database = database;
    this.selections = selections;
  }

  /** Not a row for each instance: where they come and go with each deployment, there are many. */
  List<ServiceSummary> run() {
    Map<String, Service> services = new TreeMap<>();
    read(
        "release, toUnixTimestamp64Milli(min(first)), toUnixTimestamp64Milli(max(last))",
        "service, release",
        row -> services.computeIfAbsent(row.getString(1), Service::new).addRelease(row));
    read("type, any(unit)", "service, type", row -> known(services, row).addType(row));
    read(
        "groupUniqArray(environment), groupUniqArrayIf(instance, last >= now() - INTERVAL "
            + INSTANCES_SEEN_WITHIN.toDays()
            + " DAY)",
        "service",
        row -> known(services, row).addPlaces(row));
    return services.values().stream().map(Service::summary).toList();
  }

  /** One that came in between has no release yet, and is in the next answer. */
  private static Service known(Map<String, Service> services, ResultSet row) throws SQLException {
    return services.getOrDefault(row.getString(1), new Service(row.getString(1)));
  }

  private void read(String columns, String key, Database.RowReader reader) {
    // What is not merged yet does not matter here, so no FINAL.
    database.forEachRow(
        new Sql()
            .add("SELECT service, " + columns + " FROM sightings")
            .add(selections.ofTenant())
            .add("GROUP BY " + key),
        "releases of services",
        "Ask for one service's profiles instead.",
        reader);
  }

  private static final class Service {
    private final String name;
    private final Map<String, Range> releases = new TreeMap<>();
    private final Map<String, String> units = new TreeMap<>();
    private final SortedSet<String> environments = new TreeSet<>();
    private final SortedSet<String> instances = new TreeSet<>();
    private Range range;

    Service(String name) {
      this.name = name;
    }

    void addRelease(ResultSet row) throws SQLException {
      Range seen =
          new Range(Instant.ofEpochMilli(row.getLong(3)), Instant.ofEpochMilli(row.getLong(4)));
      releases.put(row.getString(2), seen);
      range = range == null ? seen : range.and(seen);
    }

    void addType(ResultSet row) throws SQLException {
      units.put(row.getString(2), row.getString(3));
    }

    void addPlaces(ResultSet row) throws SQLException {
      addTo(environments, row.getArray(2));
      addTo(instances, row.getArray(3));
    }

    private static void addTo(SortedSet<String> set, Array strings) throws SQLException {
      for (Object string : (Object[]) strings.getArray()) {
        set.add((String) string);
      }
    }

    ServiceSummary summary() {
      return new ServiceSummary(
          name,
          newestFirst(),
          usefulFirst(),
          List.copyOf(environments),
          List.copyOf(instances),
          range.first,
          range.last);
    }

    private List<ServiceSummary.Release> newestFirst() {
      return releases.entrySet().stream()
          .map(e -> new ServiceSummary.Release(e.getKey(), e.getValue().first, e.getValue().last))
          .sorted(
              Comparator.comparing(ServiceSummary.Release::firstSeen)
                  .thenComparing(ServiceSummary.Release::release)
                  .reversed())
          .toList();
    }

    private List<ServiceSummary.Type> usefulFirst() {
      List<ServiceSummary.Type> types = new ArrayList<>();
      units.forEach((type, unit) -> types.add(new ServiceSummary.Type(type, unit)));
      types.sort(Comparator.comparingInt(type -> usefulness(type.type())));
      return types;
    }

    private static int usefulness(String type) {
      int place = USEFUL_FIRST.indexOf(type);
      return place < 0 ? USEFUL_FIRST.size() : place;
    }
  }

  private record Range(Instant first, Instant last) {
    Range and(Range other) {
      return new Range(
          first.isBefore(other.first) ? first : other.first,
          last.isAfter(other.last) ? last : other.last);
    }
  }
}
