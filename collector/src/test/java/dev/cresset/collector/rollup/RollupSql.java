package dev.cresset.collector.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.store.NewProfile;
import dev.cresset.collector.store.TestClickHouse;
import java.sql.SQLException;
import java.util.List;

/** What tests ask the tables themselves. */
public final class RollupSql {
  static final List<String> TABLES =
      List.of(
          "profiles",
          "rollup_1m",
          "rollup_1h",
          "windows_1m",
          "windows_1h",
          "rolled",
          "rolled_until");

  private RollupSql() {}

  /** That sums are those of the profiles, minute for minute, in every table. */
  public static void assertEqualInAllTables(TestClickHouse clickHouse, List<NewProfile> profiles)
      throws SQLException {
    assertEqualInHours(clickHouse, profiles);
    assertThat(clickHouse.column(sums("rollup_1m", Bucket.MINUTE)))
        .isEqualTo(RandomFleet.sums(profiles, Bucket.MINUTE));
    assertThat(clickHouse.column(sums("rollup_1m", Bucket.HOUR)))
        .isEqualTo(RandomFleet.sums(profiles, Bucket.HOUR));
  }

  /** That sums are those of the profiles in hours, whatever there is of minutes. */
  static void assertEqualInHours(TestClickHouse clickHouse, List<NewProfile> profiles)
      throws SQLException {
    assertLedgerIsWhole(clickHouse);
    assertThat(clickHouse.column(sums("rollup_1h", Bucket.HOUR)))
        .isEqualTo(RandomFleet.sums(profiles, Bucket.HOUR));
  }

  /** The lines of {@link RandomFleet#sums} out of a rollup. */
  private static String sums(String table, int seconds) {
    return """
    SELECT concat(if(service = 'shop', '0', '1'), '|', type, '|', release, '|', environment,
        '|', toString(stack), '|', toString(label_set), '|', toString(at), '|',
        toString(sum(value)), '|', toString(sum(samples))) AS line
    FROM (SELECT *, intDiv(toUnixTimestamp(bucket), %d) * %1$d AS at FROM %s FINAL)
    GROUP BY service, type, release, environment, stack, label_set, at
    HAVING sum(samples) != 0 OR sum(value) != 0
    ORDER BY line\
    """
        .formatted(seconds, table);
  }

  /** That every bucket with profiles is whole, and of as many profiles as there are. */
  private static void assertLedgerIsWhole(TestClickHouse clickHouse) throws SQLException {
    for (int seconds : new int[] {Bucket.MINUTE, Bucket.HOUR}) {
      assertThat(
              clickHouse.column(
                  """
                  SELECT toString(tuple(service, type, bucket, profiles, whole)) AS line
                  FROM rolled FINAL WHERE seconds = %d ORDER BY line\
                  """
                      .formatted(seconds)))
          .isNotEmpty()
          .isEqualTo(
              clickHouse.column(
                  """
                  SELECT toString(tuple(service, type, %s(start) AS at, count(), 1)) AS line
                  FROM profiles FINAL GROUP BY service, type, at ORDER BY line\
                  """
                      .formatted(Buckets.start(seconds))));
    }
  }
}
