package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.query.ClickHouseQueries;
import dev.cresset.collector.query.FlameTree;
import dev.cresset.collector.query.ProfileQueries;
import dev.cresset.collector.query.QueryLimits;
import dev.cresset.collector.query.ReleaseDiff;
import dev.cresset.collector.query.Selection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The same profiles twice: as a service whose pairs of stack trace and labels have one number each,
 * and as one where three collectors that forget give them many.
 */
class SeveralNumbersTest {
  @RegisterExtension static final TestClickHouse CLICK_HOUSE = new TestClickHouse();

  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(7200);
  private static final int WINDOWS = 30;

  @BeforeAll
  static void seed() throws SQLException {
    ProfileStore steady = store(Long.MAX_VALUE);
    List<ProfileStore> collectors = List.of(store(0), store(10), store(0));
    Random random = new Random(7);
    for (int window = 0; window < WINDOWS; window++) {
      List<NewProfile> one = new ArrayList<>();
      List<NewProfile> many = new ArrayList<>();
      for (String type : List.of("cpu", "live_space")) {
        for (String instance : List.of("a", "b")) {
          String id = type + instance + window;
          Instant start = START.plusSeconds(10L * window);
          long seed = random.nextLong();
          one.add(profile(id, "one", instance, start, type, new Random(seed)));
          many.add(profile(id, "many", instance, start, type, new Random(seed)));
        }
      }
      steady.store(one);
      collectors.get(window % 3).store(many.subList(0, 2));
      collectors.get((window + 1) % 3).store(many.subList(2, 4));
      // A second delivery, by another way.
      collectors.get((window + 2) % 3).store(many.subList(1, 3));
    }
    // What a repeated insert leaves behind.
    CLICK_HOUSE.execute("INSERT INTO numbers SELECT * FROM numbers");
  }

  private static ProfileStore store(long maxPairs) {
    return new ProfileStore(
        CLICK_HOUSE.clickHouse(), new Dictionaries(InstantSource.system(), maxPairs));
  }

  /** Five stack traces with three sets of labels each. */
  private static NewProfile profile(
      String id, String service, String instance, Instant start, String type, Random random) {
    long[] stacks = new long[15];
    long[] labelSets = new long[15];
    long[] values = new long[15];
    for (int i = 0; i < 15; i++) {
      stacks[i] = i / 3 + 1;
      labelSets[i] = i % 3;
      values[i] = random.nextInt(4) == 0 ? 0 : value(type, random);
    }
    return Profiles.of(id, service, instance, start, type, stacks, labelSets, values);
  }

  private static long value(String type, Random random) {
    return type.equals("cpu")
        // Beyond what a double can tell apart, all in all.
        ? (1L << 47) + random.nextInt(1000)
        // Whole on average: levels are added up as doubles, in any order, and then rounded.
        : (long) WINDOWS * random.nextInt(1 << 30);
  }

  @Test
  void pairsHaveOneNumberHereAndManyThere() throws SQLException {
    assertThat(
            CLICK_HOUSE.column(
                """
                SELECT toString(max(n)) FROM (SELECT service, uniqExact(dictionary, number) AS n
                FROM numbers INNER JOIN (SELECT DISTINCT service, dictionary FROM profiles) AS p
                USING dictionary GROUP BY service, stack, label_set) GROUP BY service
                ORDER BY service = 'many'\
                """))
        // One for each family; and hardly ever the same.
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo("2"),
            many -> assertThat(Integer.parseInt(many)).isGreaterThan(WINDOWS));
  }

  @Test
  void flameGraphsTablesAndSeriesAreTheSame() {
    for (String type : List.of("cpu", "live_space")) {
      for (Map<String, String> labels : List.of(Map.<String, String>of(), Map.of("set", "2"))) {
        Selection one = selection("one", type, labels);
        Selection many = selection("many", type, labels);

        FlameTree tree = queries().flameGraph(one, 1000);
        assertThat(tree.total()[0]).isPositive();
        assertThat(byFunction(queries().flameGraph(many, 1000))).isEqualTo(byFunction(tree));
        assertThat(queries().top(many)).isEqualTo(queries().top(one));
        assertThat(queries().series(many, Duration.ofSeconds(30)))
            .isEqualTo(queries().series(one, Duration.ofSeconds(30)));
      }
    }
  }

  @Test
  void labelsAreCountedTheSame() {
    Instant end = START.plusSeconds(3600);
    assertThat(queries().labels("many", START, end))
        .isEqualTo(queries().labels("one", START, end))
        .isNotEmpty();
  }

  @Test
  void comparisonsAreTheSame() {
    ReleaseDiff one = halves("one");
    ReleaseDiff many = halves("many");

    assertThat(one.base().total()).isPositive();
    assertThat(many.changes())
        .usingRecursiveComparison()
        // The squares are added up in another order.
        .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1, Double.class)
        .isEqualTo(one.changes());
    assertThat(many.base().samples()).isEqualTo(one.base().samples());
    assertThat(many.tree().targetTotal()).isEqualTo(one.tree().targetTotal());
  }

  private static ReleaseDiff halves(String service) {
    Selection all = selection(service, "cpu", Map.of());
    Instant middle = START.plusSeconds(5 * WINDOWS);
    return queries().diff(between(all, all.from(), middle), between(all, middle, all.to()), 1000);
  }

  private static Selection between(Selection all, Instant from, Instant to) {
    return new Selection(
        all.service(),
        all.type(),
        from,
        to,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  @Test
  void whatGrowsIsTheSame() {
    for (boolean byStack : List.of(true, false)) {
      assertThat(queries().growth(selection("many", "live_space", Map.of()), byStack))
          .isEqualTo(queries().growth(selection("one", "live_space", Map.of()), byStack));
    }
    assertThat(queries().growth(selection("one", "live_space", Map.of()), true).rows())
        .isNotEmpty();
  }

  private static Map<String, List<Long>> byFunction(FlameTree tree) {
    Map<String, List<Long>> found = new TreeMap<>();
    for (int node = 0; node < tree.size(); node++) {
      found.put(
          tree.functions().get(tree.function()[node]),
          List.of(tree.self()[node], tree.total()[node], tree.samples()[node]));
    }
    return found;
  }

  private static Selection selection(String service, String type, Map<String, String> labels) {
    return new Selection(
        service,
        type,
        START,
        START.plusSeconds(3600),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        labels);
  }

  private static ProfileQueries queries() {
    return new ClickHouseQueries(
        CLICK_HOUSE.clickHouse(),
        QueryLimits.ofHeap(Runtime.getRuntime().maxMemory()),
        new Retention(30));
  }
}
