package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.query.LabelMatcher.Field;
import dev.cresset.collector.query.LabelMatcher.Operator;
import dev.cresset.collector.rollup.RandomFleet;
import dev.cresset.collector.rollup.Rollups;
import dev.cresset.collector.store.Kept;
import dev.cresset.collector.store.NewProfile;
import dev.cresset.collector.store.ProfileStore;
import dev.cresset.collector.store.Retention;
import dev.cresset.collector.store.TestClickHouse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A day whose profiles were deleted for want of disk space. */
class DeletedDayTest {
  @RegisterExtension static final TestClickHouse CLICK_HOUSE = new TestClickHouse();

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration RANGE = Duration.ofMinutes(5);

  private final ProfileStore store = new ProfileStore(CLICK_HOUSE.clickHouse());
  private Instant day;
  private ProfileQueries queries;

  /**
   * @param minuteDays for which there are minutes: all of the time, or none
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 30})
  void keepsItsSumsWhateverComesLate(int minuteDays) throws Exception {
    day = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(13 - minuteDays / 3));
    Kept kept = new Kept(new Retention(30, minuteDays, 30));
    queries =
        new ClickHouseQueries(
            CLICK_HOUSE.clickHouse(), QueryLimits.ofHeap(Runtime.getRuntime().maxMemory()), kept);
    List<NewProfile> profiles = new RandomFleet(21, day, RANGE).profiles(60);
    Rollups rollups = new Rollups(CLICK_HOUSE.clickHouse(), kept);
    store.store(profiles.subList(0, 20));
    rollups.rollUp();
    List<String> before = rows(HOUR, List.of());
    List<String> ofMinutes = rows(RANGE, List.of());
    List<String> sums = sums();

    kept.deleteUntil(day.plus(Duration.ofDays(1)));
    CLICK_HOUSE.execute(
        "ALTER TABLE profiles DROP PARTITION '" + day.toString().substring(0, 10) + "'");
    // Many more than there were, of a server that has not heard of it.
    store.store(profiles.subList(20, 60));
    rollups.rollUpAll();

    assertThat(before).isNotEmpty();
    assertThat(rows(HOUR, List.of())).isEqualTo(before);
    if (minuteDays > 0) {
      // Less than an hour, so minutes answer, or nothing does.
      assertThat(rows(RANGE, List.of())).isNotEmpty().isEqualTo(ofMinutes);
    }
    assertThat(sums()).isNotEmpty().isEqualTo(sums);
    LabelMatcher anyInstance =
        new LabelMatcher(Field.INSTANCE, "", Operator.MATCHES, List.of(".*"));
    assertThat(rows(HOUR, List.of(anyInstance))).isEmpty();
  }

  private List<String> rows(Duration range, List<LabelMatcher> matchers) {
    Selection selection =
        new Selection(
            RandomFleet.SERVICES.getFirst(), "alloc_space", day, day.plus(range), matchers);
    return queries.stacks(selection).rows().stream().map(Object::toString).sorted().toList();
  }

  private List<String> sums() throws Exception {
    return CLICK_HOUSE.column(
        """
        SELECT toString(tuple(*)) AS line
        FROM (SELECT * FROM rollup_1m FINAL UNION ALL SELECT * FROM rollup_1h FINAL)
        WHERE toDate(bucket) = toDate(%d) ORDER BY line\
        """
            .formatted(day.getEpochSecond()));
  }
}
