package dev.cresset.collector.move;

import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.MinutesKept;
import dev.cresset.collector.store.Retention;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Copies everything from one storage to another, which may be in use meanwhile. Each row is there
 * once afterwards, however often it is run and wherever it stopped: rows are told by their keys. A
 * part of a table that is there as a whole is not copied again.
 */
public final class Move {
  /** Longer than it takes to copy and compare what one condition is about. */
  private static final Duration ABOUT_TO_BE_DELETED = Duration.ofHours(1);

  private final Storage from;
  private final Storage to;
  private final Retention retention;
  private final Consumer<String> progress;
  private final InstantSource clock;

  /**
   * @param from nobody writes to it meanwhile
   * @param to with the same tables
   * @param retention how long rows are kept there; what is older is not copied
   * @param progress takes a line for each table
   */
  public Move(ClickHouse from, ClickHouse to, Retention retention, Consumer<String> progress) {
    this(from, to, retention, progress, InstantSource.system());
  }

  Move(
      ClickHouse from,
      ClickHouse to,
      Retention retention,
      Consumer<String> progress,
      InstantSource clock) {
    this.from = new Storage(from);
    this.to = new Storage(to);
    this.retention = retention;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * Copies, and compares both ends.
   *
   * @throws SQLException if something could not be read or written, or is not there afterwards
   * @throws IOException if a connection broke
   */
  public void run() throws SQLException, IOException {
    requireSameTables();
    requireNothingGivenUp();
    for (MovedTable table : MovedTable.REFERRED_TO) {
      move(table);
    }
    // These always: what differs besides the key adds up to the right thing at the other end.
    copyAll(MovedTable.SIGHTINGS);
    // Before the sums that are all there is of that time.
    copyAll(MovedTable.GIVEN_UP);
    copyMinutesFrom();
    // Rows of these buckets may come twice from now on: the ledger has to say so before they do,
    // as what was begun once is read without FINAL.
    copy(MovedTable.LEDGER, stays(MovedTable.LEDGER), "toUInt64(0), toUInt64(2)");
    for (MovedTable table : MovedTable.ROLLED_UP) {
      move(table);
    }
    String stays = stays(MovedTable.LEDGER);
    copy(MovedTable.LEDGER, stays, "state, toUInt64(0)");
    require(MovedTable.LEDGER, stays);
    // Last: the job compares them with the ledger, and rolls up where there are more.
    move(MovedTable.PROFILES);
  }

  private void requireSameTables() throws SQLException {
    String applied = "SELECT toString(max(version)) FROM migrations";
    String here = from.column(applied).getFirst();
    String there = to.column(applied).getFirst();
    if (!here.equals(there)) {
      throw new SQLException(
          "The tables are of different versions, %s here and %s there: start this server once on each"
              .formatted(here, there));
    }
  }

  /** With what is said to be given up here, the other end's own profiles would be deleted. */
  private void requireNothingGivenUp() throws SQLException {
    String givenUp = "SELECT toString(toUnixTimestamp(max(start))) FROM profiles_from";
    long here = Long.parseLong(from.column(givenUp).getFirst());
    long there = Long.parseLong(to.column(givenUp).getFirst());
    if (here <= there) {
      return;
    }
    String older =
        to.column("SELECT toString(count()) FROM profiles WHERE start < toDateTime(" + here + ")")
            .getFirst();
    if (!older.equals("0")) {
      throw new SQLException(
          ("Profiles from before %s were deleted here for want of disk space, so those there are, %s,"
                  + " would be deleted there too: move to a database without profiles of that time,"
                  + " or when these are deleted there")
              .formatted(Instant.ofEpochSecond(here), older));
    }
  }

  /** Before the ledger, which speaks of minutes that may be deleted here and are kept there. */
  private void copyMinutesFrom() throws SQLException, IOException {
    copyAll(MovedTable.MINUTES_FROM);
    String made =
        from.column(
                "SELECT create_table_query FROM system.tables"
                    + " WHERE database = currentDatabase() AND name = 'rollup_1m'")
            .getFirst();
    String kept = "TTL " + retention.end("rollup_1m").orElseThrow() + " ";
    Optional<String> statement = MinutesKept.statement(made, kept);
    if (statement.isPresent()) {
      to.execute(statement.get());
    }
  }

  private void copyAll(MovedTable table) throws SQLException, IOException {
    String stays = stays(table);
    copy(table, stays, null);
    require(table, stays);
  }

  private void move(MovedTable table) throws SQLException, IOException {
    long copied = 0;
    List<String> chunks =
        from.column(
            "SELECT toString(%s) AS chunk FROM %s GROUP BY chunk ORDER BY chunk"
                .formatted(table.chunk(), table.name()));
    for (String chunk : chunks) {
      // The numbers of a chunk are the storage's own: nothing to escape.
      String condition = table.chunk() + " = " + chunk + " AND " + stays(table);
      long missing = missing(table, condition);
      if (missing > 0) {
        copy(table, condition, null);
        require(table, condition);
        copied += missing;
      }
    }
    progress.accept("%s: %,d rows copied, all there".formatted(table.name(), copied));
  }

  /**
   * A condition that rows are not about to be deleted there: they would be missing. It has a time
   * of its own, and so says the same of a row here and, however much later, there.
   */
  private String stays(MovedTable table) {
    long soon = clock.instant().plus(ABOUT_TO_BE_DELETED).getEpochSecond();
    return retention
        .end(table.name())
        .map(end -> "%s > toDateTime(%d)".formatted(end, soon))
        .orElse("1");
  }

  /**
   * @param sums instead of the columns that are not part of the ledger's key
   */
  private void copy(MovedTable table, String condition, String sums)
      throws SQLException, IOException {
    List<String> columns = columns(table);
    String selected = sums == null ? listed(columns) : listed(table.identity()) + ", " + sums;
    from.read(
        "SELECT %s FROM %s FINAL WHERE %s".formatted(selected, table.name(), condition),
        rows -> {
          to.insert(table.name(), columns, rows);
          return null;
        });
  }

  private void require(MovedTable table, String condition) throws SQLException, IOException {
    long missing = missing(table, condition);
    if (missing > 0) {
      throw new SQLException(
          "%d rows of %s (%s) are not there after they were copied"
              .formatted(missing, table.name(), condition));
    }
  }

  private long missing(MovedTable table, String condition) throws SQLException, IOException {
    List<String> identity = table.identity().isEmpty() ? columns(table) : table.identity();
    String hashes =
        "SELECT cityHash64(%s) AS hash FROM %s FINAL WHERE %s ORDER BY hash"
            .formatted(listed(identity), table.name(), condition);
    return from.read(
        hashes, here -> to.read(hashes, there -> new Hashes(here).missingIn(new Hashes(there))));
  }

  /** Those that rows are stored with; others follow from them, or say when they were written. */
  private List<String> columns(MovedTable table) throws SQLException {
    return from.column(
        "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = '%s'"
                .formatted(table.name())
            + " AND default_kind = '' ORDER BY position");
  }

  private static String listed(List<String> columns) {
    return columns.stream().map(column -> "`" + column + "`").collect(Collectors.joining(", "));
  }
}
