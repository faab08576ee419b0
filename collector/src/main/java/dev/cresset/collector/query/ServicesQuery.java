package dev.cresset.collector.query;

import java.sql.ResultSet;
import java.sql.SQLException;
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

  private final Database database;
  private final SelectionSql selections;

  ServicesQuery(Database database, SelectionSql selections) {
    this.database = database;
    this.selections = selections;
  }

  List<ServiceSummary> run() {
    // What is not merged yet does not matter here, so no FINAL.
    Sql sql =
        new Sql()
            .add("SELECT service, release, type, any(unit), environment, instance,")
            .add("toUnixTimestamp64Milli(min(first)), toUnixTimestamp64Milli(max(last))")
            .add("FROM sightings")
            .add(selections.ofTenant())
            .add("GROUP BY service, release, type, environment, instance");
    Map<String, Service> services = new TreeMap<>();
    database.forEachRow(
        sql,
        "instances of services",
        "Ask for one service's profiles instead.",
        row -> services.computeIfAbsent(row.getString(1), Service::new).add(row));
    return services.values().stream().map(Service::summary).toList();
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

    void add(ResultSet row) throws SQLException {
      Range more =
          new Range(Instant.ofEpochMilli(row.getLong(7)), Instant.ofEpochMilli(row.getLong(8)));
      releases.merge(row.getString(2), more, Range::and);
      units.put(row.getString(3), row.getString(4));
      environments.add(row.getString(5));
      instances.add(row.getString(6));
      range = range == null ? more : range.and(more);
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
