package dev.cresset.collector.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** What the storage takes of its disks, on as many servers as there are. */
final class DiskUsage {
  /** Parts of this database; its name is the connected server's, and sent to the others. */
  private static final String OURS = "database = (SELECT currentDatabase())";

  private final Topology topology;
  private final Statement statement;

  DiskUsage(Topology topology, Statement statement) {
    this.topology = topology;
    this.statement = statement;
  }

  /**
   * Bytes on the one with least room, of those that tables are on: there may be others, such as one
   * for backups.
   */
  long free() throws SQLException {
    try (ResultSet disks =
        statement.executeQuery(
            "SELECT toInt64(min(free_space)) FROM "
                + topology.everywhere("system.disks")
                + " WHERE (hostName(), name) GLOBAL IN (SELECT hostName(), disk_name FROM "
                + topology.everywhere("system.parts")
                + " WHERE "
                + OURS
                + " AND active)")) {
      disks.next();
      return disks.getLong(1);
    }
  }

  /**
   * The days of profiles, as the server with most of a day has them.
   *
   * @param active whether those that can be asked for, or those whose files are not deleted yet
   */
  List<Day> days(boolean active) throws SQLException {
    List<Day> days = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT partition_id, toInt64(max(bytes)) FROM"
                + " (SELECT partition_id, hostName() AS host, sum(bytes_on_disk) AS bytes FROM "
                + topology.everywhere("system.parts")
                + " WHERE "
                + OURS
                + " AND table = '"
                + topology.stored("profiles")
                + "' AND active = "
                + (active ? 1 : 0)
                + " GROUP BY partition_id, host)"
                + " GROUP BY partition_id ORDER BY partition_id")) {
      while (rows.next()) {
        days.add(
            new Day(
                LocalDate.parse(rows.getString(1), DateTimeFormatter.BASIC_ISO_DATE),
                rows.getLong(2)));
      }
    }
    return days;
  }

  record Day(LocalDate date, long bytes) {
    /** The partition's. */
    String id() {
      return date.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    Instant end() {
      return date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
  }
}
