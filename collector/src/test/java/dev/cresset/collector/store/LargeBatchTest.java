package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LargeBatchTest {
  @RegisterExtension static final TestClickHouse CLICK_HOUSE = new TestClickHouse();

  private static final int PROFILES = 60;
  private static final int STACKS = 30_000;
  private static final int BYTES_A_SAMPLE = 20;

  @Test
  void aBatchOfTwiceTheLargestQueryIsStoredToTheLastSample() throws SQLException {
    List<String> maximum =
        CLICK_HOUSE.column("SELECT value FROM system.settings WHERE name = 'max_query_size'");
    assertThat((long) PROFILES * STACKS * BYTES_A_SAMPLE)
        .isGreaterThan(2 * Long.parseLong(maximum.getFirst()));
    long[] stacks = LongStream.rangeClosed(1, STACKS).toArray();
    Random random = new Random(3);
    List<long[]> values =
        IntStream.range(0, PROFILES)
            .mapToObj(i -> random.longs(STACKS, 1, 1L << 40).toArray())
            .toList();

    new ProfileStore(CLICK_HOUSE.clickHouse())
        .store(IntStream.range(0, PROFILES).mapToObj(i -> of(i, stacks, values.get(i))).toList());

    assertThat(CLICK_HOUSE.column("SELECT arraySum(value) FROM profiles ORDER BY profile_id"))
        .containsExactlyElementsOf(
            values.stream().map(all -> "" + LongStream.of(all).sum()).toList());
    assertThat(
            CLICK_HOUSE.column(
                "SELECT uniqExact(number) FROM numbers WHERE (dictionary, number) IN"
                    + " (SELECT dictionary, arrayJoin(number) FROM profiles)"
                    + " AND stack IN (SELECT id FROM stacks)"))
        .containsExactly("" + STACKS);
  }

  private static NewProfile of(int id, long[] stacks, long[] values) {
    String name = "p%02d".formatted(id);
    return Profiles.of(name, "large", "a", Instant.now(), "cpu", stacks, new long[STACKS], values);
  }
}
