package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.ingest.IncomingProfile;
import dev.cresset.collector.ingest.RejectedProfileException;
import dev.cresset.collector.ingest.StoringIngest;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.rollup.Rollups;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services that are kept for times of their own. */
class RetentionTest {
  @RegisterExtension static final SeededStore STORE = new SeededStore();

  /** The same all along, so that no midnight comes in between. */
  private static final String NOW = "toDateTime(" + Instant.now().getEpochSecond() + ")";

  private static final String SHORT = "it's \\ short";

  private static final Retention RETENTION =
      new Retention(
          30,
          30,
          90,
          new TreeMap<>(Map.of(SHORT, new Retention(2, 3, 4), "long", new Retention(60, 60, 200))));

  private static final List<String> MIXED =
      List.of("profiles", "rollup_1m", "windows_1m", "rollup_1h", "windows_1h", "rolled");

  @BeforeEach
  void empty() throws SQLException {
    for (String table : MIXED) {
      STORE.clickHouse().execute("TRUNCATE TABLE " + table);
    }
  }

  @Test
  void rowsOfEachGoAtTheirTimeFromPartitionsThatTheyShare() throws SQLException {
    Schema.migrate(STORE.clickHouse().clickHouse(), RETENTION);
    for (int days : new int[] {0, 6, 40, 70, 150}) {
      String services =
          " FROM (SELECT arrayJoin(['%s', 'other', 'long']) AS s, %s - INTERVAL %d DAY AS t)"
              .formatted(SHORT.replace("\\", "\\\\").replace("'", "\\'"), NOW, days);
      insert("profiles (service, start)", "SELECT s, t" + services);
      for (String table : List.of("rollup_1m", "windows_1m", "rollup_1h", "windows_1h")) {
        insert(table + " (service, bucket)", "SELECT s, t" + services);
      }
      insert("rolled (service, bucket, seconds)", "SELECT s, t, 60" + services);
    }

    for (String table : MIXED) {
      STORE.clickHouse().execute("OPTIMIZE TABLE " + table + " FINAL");
    }

    for (String table : List.of("profiles", "rollup_1m", "windows_1m", "rolled")) {
      String time = table.equals("profiles") ? "start" : "bucket";
      assertThat(left(table, time))
          .as(table)
          .containsExactly(SHORT + " 0", "long 0,6,40", "other 0,6");
    }
    for (String table : List.of("rollup_1h", "windows_1h")) {
      // By the month.
      assertThat(left(table, "bucket"))
          .as(table)
          .anyMatch(line -> line.matches("\\Q" + SHORT + "\\E 0(,6)?"))
          .contains("long 0,6,40,70,150")
          .anyMatch(line -> line.matches("other 0,6,40,70"));
    }
  }

  private static void insert(String into, String select) throws SQLException {
    STORE.clickHouse().execute("INSERT INTO " + into + " " + select);
  }

  private static List<String> left(String table, String time) throws SQLException {
    return STORE
        .clickHouse()
        .column(
            "SELECT concat(service, ' ', arrayStringConcat(arraySort(groupArray(dateDiff('day', toDateTime(%s), %s))), ',')) AS line FROM %s GROUP BY service ORDER BY service"
                .formatted(time, NOW, table));
  }

  @Test
  void whatIsSetAlreadyIsNotSetAgain() throws SQLException {
    String mutations = "SELECT toString(count()) FROM system.mutations";
    String settings =
        "SELECT concat(name, create_table_query) FROM system.tables"
            + " WHERE database = currentDatabase() ORDER BY name";
    Schema.migrate(STORE.clickHouse().clickHouse(), new Retention(30));
    List<String> before = STORE.clickHouse().column(settings);
    Schema.migrate(STORE.clickHouse().clickHouse(), RETENTION);
    List<String> count = STORE.clickHouse().column(mutations);

    Schema.migrate(STORE.clickHouse().clickHouse(), RETENTION);
    assertThat(STORE.clickHouse().column(mutations)).isEqualTo(count);

    Schema.migrate(STORE.clickHouse().clickHouse(), new Retention(30));
    assertThat(STORE.clickHouse().column(settings)).isEqualTo(before);
  }

  /** Or a part is deleted when it had to be before. */
  @Test
  void whatIsKeptLongerKnowsOnceTheServerStarts() throws SQLException {
    Schema.migrate(STORE.clickHouse().clickHouse(), new Retention(30));
    insert(
        "profiles (service, start)",
        "SELECT 's', " + NOW + " - INTERVAL number DAY FROM numbers(20)");

    Schema.migrate(STORE.clickHouse().clickHouse(), new Retention(60));

    assertThat(
            STORE
                .clickHouse()
                .column(
                    "SELECT toString(delete_ttl_info_max > "
                        + NOW
                        + " + INTERVAL 40 DAY) FROM system.parts WHERE active"
                        + " AND table = 'profiles' AND database = currentDatabase()"))
        .hasSizeGreaterThanOrEqualTo(20)
        .containsOnly("1");
  }

  @Test
  void rowsGoLaterWhereSomeNumberIsGreaterOrTheyGoByAnotherRule() {
    String hours = "CREATE TABLE t (a Date) ORDER BY a TTL a + toIntervalHour(27) SETTINGS x = 1";
    assertThat(RowsEnd.isLater(hours, "a + toIntervalDay(1)")).isFalse();
    assertThat(RowsEnd.isLater(hours, "a + toIntervalDay(2)")).isTrue();
    assertThat(RowsEnd.isLater(hours, "b + toIntervalDay(1)")).isTrue();
    assertThat(RowsEnd.isLater(hours, "a + toIntervalDay(transform(s, ['1'], [1], 1))")).isTrue();
    assertThat(RowsEnd.isLater("CREATE TABLE t (a Date) SETTINGS x = 1", "a + toIntervalDay(1)"))
        .isFalse();
    String either =
        "CREATE TABLE t (a Date) TTL a + toIntervalDay(if(s = 60, 30, 730)) SETTINGS x = 1";
    assertThat(RowsEnd.isLater(either, "a + toIntervalDay(if(s = 60, 30, 700))")).isFalse();
    assertThat(RowsEnd.isLater(either, "a + toIntervalDay(if(s = 60, 31, 700))")).isTrue();
  }

  @Test
  void sinceWhenThereAreMinutesIsWrittenDownOnceTheyAreKeptLonger() throws SQLException {
    Schema.migrate(STORE.clickHouse().clickHouse(), new Retention(30));
    String since = "SELECT toString(round((now() - max(start)) / 3600)) FROM minutes_from";
    try {
      Schema.migrate(STORE.clickHouse().clickHouse(), new Retention(30, 3, 90));
      STORE.clickHouse().execute("TRUNCATE TABLE minutes_from");
      Schema.migrate(STORE.clickHouse().clickHouse(), new Retention(30, 2, 90));
      Schema.migrate(STORE.clickHouse().clickHouse(), new Retention(20, 2, 90));
      assertThat(STORE.clickHouse().column("SELECT toString(start) FROM minutes_from")).isEmpty();

      Schema.migrate(STORE.clickHouse().clickHouse(), new Retention(30, 10, 90));
      assertThat(STORE.clickHouse().column(since)).containsExactly("50");
      Schema.migrate(STORE.clickHouse().clickHouse(), RETENTION);
      assertThat(STORE.clickHouse().column(since)).containsExactly("50");
      // Of some services there may be none.
      Schema.migrate(STORE.clickHouse().clickHouse(), new Retention(30));
      assertThat(STORE.clickHouse().column(since)).containsExactly("0");
    } finally {
      Schema.migrate(STORE.clickHouse().clickHouse(), RETENTION);
      STORE.clickHouse().execute("TRUNCATE TABLE minutes_from");
    }
  }

  @Test
  void whatIsOlderThanAServiceIsKeptIsRefusedAndNotRolledUp() throws Exception {
    Instant start = Instant.now().minus(Duration.ofDays(3));
    Kept kept = new Kept(RETENTION);
    try (StoringIngest strict = STORE.ingest(Map.of(), kept)) {
      assertThatThrownBy(() -> push(strict, SHORT, start))
          .isInstanceOf(RejectedProfileException.class)
          .hasMessageContaining("more than the 2 that storage.service-retention allows");
      push(strict, "other", start);
    }
    try (StoringIngest ofAnother = STORE.ingest(Map.of())) {
      push(ofAnother, SHORT, start);
    }

    new Rollups(STORE.clickHouse().clickHouse(), kept).rollUpAll();

    assertThat(STORE.clickHouse().column("SELECT DISTINCT service FROM rollup_1h"))
        .containsExactly("other");
  }

  private static void push(StoringIngest ingest, String service, Instant start) throws Exception {
    PprofBuilder pprof = PprofBuilder.cpu(start).sample(List.of("f"), List.of(1L, 1L));
    ingest.store(
        new IncomingProfile(service, SeededStore.origin(service, "1", "i"), "cpu", pprof.bytes()));
  }
}
