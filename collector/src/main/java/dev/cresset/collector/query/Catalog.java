package dev.cresset.collector.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cresset.collector.query.LabelMatcher.Field;
import dev.cresset.collector.query.LabelMatcher.Operator;
import dev.cresset.collector.query.QueryException.Reason;
import java.util.ArrayList;
import java.util.List;

/** What there is, for what is asked for by name. Safe for use by many threads. */
final class Catalog {
  private static final int LISTED = 20;

  private final Database database;
  private final SelectionSql selections;

  /** A type of a service never changes its unit. */
  private final Cache<Key, String> units = Caffeine.newBuilder().maximumSize(10_000).build();

  Catalog(Database database, SelectionSql selections) {
    this.database = database;
    this.selections = selections;
  }

  /**
   * The unit of a service's type.
   *
   * @throws QueryException if there is no such service or type; the message says which there are
   */
  String unit(String service, String type) {
    return units.get(new Key(service, type), this::storedUnit);
  }

  private String storedUnit(Key key) {
    Sql sql =
        new Sql()
            .add("SELECT unit FROM sightings")
            .add(selections.ofService(key.service).add("AND type = ? LIMIT 1", key.type));
    List<String> found = strings(sql);
    if (!found.isEmpty()) {
      return found.getFirst();
    }
    checkService(key.service);
    throw unknown("type", key.type, " of " + key.service, distinct("type", key.service));
  }

  /**
   * @throws QueryException if there is no such service; the message says which there are
   */
  void checkService(String service) {
    Sql sql =
        new Sql()
            .add("SELECT service FROM sightings")
            .add(selections.ofService(service).add("LIMIT 1"));
    if (strings(sql).isEmpty()) {
      Sql all =
          new Sql()
              .add("SELECT DISTINCT service FROM sightings")
              .add(selections.ofTenant().add("ORDER BY service"));
      throw unknown("service", service, "", strings(all));
    }
  }

  /**
   * Says why a selection has nothing, if that is because of a name that never occurred.
   *
   * @throws QueryException if its release, environment or instance never sent a profile
   */
  void checkNames(Selection selection) {
    for (LabelMatcher matcher : selection.matchers()) {
      if (matcher.field() != Field.LABEL && matcher.operator() == Operator.EQUAL) {
        check(matcher.field().column(), matcher.values(), selection.service());
      }
    }
  }

  private void check(String column, List<String> wanted, String service) {
    List<String> known = distinct(column, service);
    for (String name : wanted) {
      if (!known.contains(name)) {
        throw unknown(column, name, " of " + service, known);
      }
    }
  }

  private List<String> distinct(String column, String service) {
    return strings(
        new Sql()
            .add("SELECT DISTINCT " + column + " FROM sightings")
            .add(selections.ofService(service).add("ORDER BY " + column)));
  }

  private List<String> strings(Sql sql) {
    return database.query(
        sql,
        rows -> {
          List<String> strings = new ArrayList<>();
          while (rows.next() && strings.size() < database.limits().rows()) {
            strings.add(rows.getString(1));
          }
          return strings;
        });
  }

  private static QueryException unknown(
      String what, String name, String whose, List<String> known) {
    String there =
        known.isEmpty()
            ? "Nothing has been stored yet."
            : "There is: "
                + String.join(", ", known.subList(0, Math.min(LISTED, known.size())))
                + (known.size() > LISTED ? " and " + (known.size() - LISTED) + " more." : ".");
    return new QueryException(
        Reason.NOT_FOUND, "There is no " + what + " '" + name + "'" + whose + ". " + there);
  }

  private record Key(String service, String type) {}
}
