package dev.cresset.collector.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.rollup.RandomFleet;
import dev.cresset.collector.rollup.RollupSql;
import dev.cresset.collector.rollup.Rollups;
import dev.cresset.collector.store.NewProfile;
import dev.cresset.collector.store.ProfileStore;
import dev.cresset.collector.store.Retention;
import dev.cresset.collector.store.TestClickHouse;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From one engine to another, in processes of their own. */
class MoveTest {
  @RegisterExtension static final TestClickHouse HERE = new TestClickHouse();
  @RegisterExtension static final TestClickHouse THERE = TestClickHouse.cluster();

  private static final Instant FROM =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(3 * 3600);

  private final List<String> progress = new ArrayList<>();

  @Test
  void everythingIsThereOnceHoweverOftenItIsMovedAndWhateverElseArrives() throws Exception {
    List<NewProfile> all = new RandomFleet(47, FROM, Duration.ofMinutes(70)).profiles(90);
    ProfileStore here = new ProfileStore(HERE.clickHouse());
    here.store(all.subList(0, 60));
    new Rollups(HERE.clickHouse()).rollUpAll();
    HERE.execute("INSERT INTO profiles_from (tenant, start) VALUES ('default', 86400)");
    // Agents push to the other one meanwhile: windows of the same minutes, and one of them again.
    ProfileStore there = new ProfileStore(THERE.clickHouse());
    Rollups rollups = new Rollups(THERE.clickHouse());
    there.store(all.subList(59, 75));
    rollups.rollUpAll();

    assertThatThrownBy(() -> move(this::dieAfterMinutes).run()).hasMessage("killed");
    // In the middle of a table: what is its own is there all along.
    THERE.execute(
        """
        ALTER TABLE rollup_1m_local DELETE WHERE stack % 2 = 0
            AND (service, type, toUnixTimestamp(bucket)) NOT IN
                (SELECT service, type, toUnixTimestamp(toStartOfMinute(start)) FROM profiles_local)
        SETTINGS mutations_sync = 2\
        """);
    there.store(all.subList(75, 80));
    move(progress::add).run();
    rollups.rollUp();
    progress.clear();
    there.store(all.subList(80, 90));
    // Nothing that is missing there but the first time.
    HERE.execute(
        "INSERT INTO sightings SELECT * REPLACE (first - INTERVAL 1 DAY AS first) FROM sightings");
    move(progress::add).run();
    rollups.rollUpAll();
    rollups.rollUpAll();

    assertThat(progress)
        .hasSize(MovedTable.REFERRED_TO.size() + MovedTable.ROLLED_UP.size() + 1)
        .allMatch(line -> line.endsWith(": 0 rows copied, all there"));
    RollupSql.assertEqualInAllTables(THERE, all);
    assertThat(THERE.column("SELECT toString(max(start)) FROM profiles_from"))
        .containsExactly("1970-01-02 00:00:00");
    here.store(all.subList(60, 90));
    for (String sql :
        List.of(
            "SELECT toString((service, type, release, instance, start, stack, labels, sum(value),"
                + " sum(samples))) AS row FROM samples"
                + " GROUP BY service, type, release, instance, start, stack, labels ORDER BY row",
            "SELECT toString((service, type, function, class, sum(total), sum(self))) AS row"
                + " FROM functions GROUP BY service, type, function, class ORDER BY row",
            "SELECT toString(tuple(*)) AS row FROM releases ORDER BY row")) {
      assertThat(THERE.column(sql)).isNotEmpty().isEqualTo(HERE.column(sql));
    }
  }

  private Move move(Consumer<String> progress) {
    return new Move(HERE.clickHouse(), THERE.clickHouse(), new Retention(30), progress);
  }

  private void dieAfterMinutes(String line) {
    if (line.startsWith("rollup_1m")) {
      throw new IllegalStateException("killed");
    }
  }

  @Test
  void profilesOfATimeThatIsGivenUpHereAreNotDeletedThere() throws Exception {
    Instant givenUp = FROM.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(2));
    String writeDown =
        "INSERT INTO profiles_from (tenant, start) VALUES ('default', %d)"
            .formatted(givenUp.getEpochSecond());
    HERE.execute(writeDown);
    THERE.execute(
        "INSERT INTO profiles (service, start) VALUES ('old', toDateTime(%d))"
            .formatted(givenUp.getEpochSecond() - 1));
    try {
      assertThatThrownBy(() -> move(progress::add).run())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("before " + givenUp)
          .hasMessageContaining("move to a database without profiles of that time");
      assertThat(progress).isEmpty();

      // As after a move that was stopped.
      THERE.execute(writeDown);
      move(progress::add).run();
    } finally {
      for (String table : List.of("profiles_local", "profiles_from_local")) {
        THERE.execute("TRUNCATE TABLE " + table);
      }
      HERE.execute("TRUNCATE TABLE profiles_from");
    }
  }

  /** The end of minutes here is in the middle of what is kept there. */
  @Test
  void whatIsNotKeptThereIsNotMissedAndSinceWhenThereAreMinutesIsWrittenDown() throws Exception {
    Instant old = FROM.minus(Duration.ofDays(40));
    String row = "INSERT INTO rollup_1m (service, type, bucket) VALUES ('old', 'cpu', %d)";
    HERE.execute("ALTER TABLE rollup_1m MODIFY TTL bucket + toIntervalDay(50)");
    HERE.execute(row.formatted(old.getEpochSecond()));
    HERE.execute(row.formatted(FROM.getEpochSecond()));
    try {
      move(progress::add).run();
      assertThat(progress).contains("rollup_1m: 1 rows copied, all there");
      assertThat(THERE.column("SELECT toString(start) FROM minutes_from")).isEmpty();

      HERE.execute("ALTER TABLE rollup_1m MODIFY TTL bucket + toIntervalDay(2)");
      move(progress::add).run();
      assertThat(
              THERE.column("SELECT toString(round((now() - max(start)) / 3600)) FROM minutes_from"))
          .containsExactly("47");
    } finally {
      HERE.execute("TRUNCATE TABLE rollup_1m");
      HERE.execute("ALTER TABLE rollup_1m MODIFY TTL bucket + toIntervalDay(30)");
      THERE.execute("TRUNCATE TABLE rollup_1m_local");
      THERE.execute("TRUNCATE TABLE minutes_from_local");
    }
  }

  /** One goes each second, so that a second later others are about to go. */
  @Test
  void aRowWhoseEndComesWhileItIsMovedIsNotMissed() throws Exception {
    Instant edge = Instant.now().plusSeconds(3600).minus(Duration.ofDays(30));
    HERE.execute(
        "INSERT INTO windows_1m (service, type, bucket)"
            + " SELECT 'edge', 'cpu', toDateTime(%d) + number FROM numbers(3600)"
                .formatted(edge.getEpochSecond() - 1800));
    AtomicLong readings = new AtomicLong();
    Instant began = Instant.now();
    try {
      // As where each step takes some seconds.
      new Move(
              HERE.clickHouse(),
              THERE.clickHouse(),
              new Retention(30),
              progress::add,
              () -> began.plusSeconds(3 * readings.incrementAndGet()))
          .run();
      assertThat(progress)
          .anyMatch(line -> line.matches("windows_1m: [1-9][0-9,]* rows copied, all there"));
    } finally {
      HERE.execute("TRUNCATE TABLE windows_1m");
      THERE.execute("TRUNCATE TABLE windows_1m_local");
    }
  }

  @Test
  void whatTheOtherEndRefusesIsSaidAsItSaysIt() {
    assertThatThrownBy(() ->
            new Storage(THERE.clickHouse())
                .insert("nothing", List.of("x"), InputStream.nullInputStream()))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> new Storage(THERE.clickHouse()).read("SELECT x FROM nothing", in -> 0))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("nothing");
  }

  @Test
  void noTableIsForgotten() throws SQLException {
    List<String> known =
        Stream.of(
                MovedTable.REFERRED_TO.stream(),
                Stream.of(
                    MovedTable.SIGHTINGS,
                    MovedTable.GIVEN_UP,
                    MovedTable.MINUTES_FROM,
                    MovedTable.LEDGER,
                    MovedTable.PROFILES),
                MovedTable.ROLLED_UP.stream())
            .flatMap(tables -> tables)
            .map(MovedTable::name)
            .toList();
    assertThat(
            HERE.column(
                "SELECT name FROM system.tables WHERE database = currentDatabase()"
                    + " AND engine LIKE '%MergeTree'"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(known.stream(), MovedTable.NOT_MOVED.stream()).toList());
  }

  @Test
  void tablesOfDifferentVersionsAreNotMixed() throws SQLException {
    THERE.execute("INSERT INTO migrations (version, file) VALUES (1000, 'V1000__later.sql')");
    try {
      assertThatThrownBy(() -> move(progress::add).run())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("1000 there");
    } finally {
      THERE.execute(
          "ALTER TABLE migrations_local DELETE WHERE version = 1000 SETTINGS mutations_sync = 2");
    }
  }
}
