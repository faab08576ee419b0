package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.SeededStore.Upload;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.query.ReleaseDiff.FunctionChange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Random profiles, and every answer against sums made here without a database. */
class ExactnessTest {
  @RegisterExtension static final SeededStore STORE = new SeededStore();

  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(7200);
  private static final int WINDOWS = 12;

  private record Stored(
      String release, String instance, Instant start, List<String> stack, String thread, long v) {}

  private static final List<Stored> SAMPLES = new ArrayList<>();

  @BeforeAll
  static void seed() throws Exception {
    Random random = new Random(11);
    List<Upload> uploads = new ArrayList<>();
    for (int window = 0; window < WINDOWS; window++) {
      for (String release : List.of("1", "2")) {
        for (String instance : List.of("a", "b")) {
          Instant start = START.plusSeconds(10L * window);
          PprofBuilder pprof = PprofBuilder.cpu(start);
          for (int i = 0; i < 40; i++) {
            Stored sample = random(random, release, instance, start);
            SAMPLES.add(sample);
            pprof.sample(sample.stack, List.of(1L, sample.v), "thread", sample.thread);
          }
          uploads.add(new Upload("random", release, instance, pprof));
        }
      }
    }
    STORE.storeAll(uploads);
  }

  private static Stored random(Random random, String release, String instance, Instant start) {
    String[] stack = new String[random.nextInt(1, 7)];
    Arrays.setAll(stack, i -> "f" + random.nextInt(6));
    // Beyond what a double can tell apart.
    long value = (1L << 55) / WINDOWS / 200 + random.nextInt(1000);
    return new Stored(release, instance, start, List.of(stack), "t" + random.nextInt(3), value);
  }

  @Test
  void flameGraphTopAndSeriesAgreeToTheLastDigit() {
    check(selection(Optional.empty(), Map.of()), sample -> true);
    check(selection(Optional.of("2"), Map.of()), sample -> sample.release.equals("2"));
    check(
        selection(Optional.of("1"), Map.of("thread", "t1")),
        sample -> sample.release.equals("1") && sample.thread.equals("t1"));
  }

  private static void check(Selection selection, Predicate<Stored> isSelected) {
    List<Stored> selected = SAMPLES.stream().filter(isSelected).toList();
    long total = selected.stream().mapToLong(Stored::v).sum();

    FlameTree tree = STORE.queries().flameGraph(selection, 50);
    TopTable top = STORE.queries().top(selection);
    Series series = STORE.queries().series(selection, Duration.ofSeconds(25));

    assertThat(tree.total()[0]).isEqualTo(total);
    assertThat(Arrays.stream(tree.self()).sum() + tree.truncatedValue()).isEqualTo(total);
    assertThat(top.total()).isEqualTo(total);
    assertThat(top.rows().stream().mapToLong(TopTable.Row::self).sum()).isEqualTo(total);
    assertThat(
            series.lines().stream()
                .flatMap(line -> line.points().stream())
                .mapToLong(Series.Point::value)
                .sum())
        .isEqualTo(total);
    assertThat(functionTotals(top)).isEqualTo(functionTotals(selected));
  }

  private static Map<String, Long> functionTotals(TopTable top) {
    Map<String, Long> totals = new TreeMap<>();
    top.rows().forEach(row -> totals.put(row.function(), row.total()));
    return totals;
  }

  private static Map<String, Long> functionTotals(List<Stored> samples) {
    Map<String, Long> totals = new TreeMap<>();
    for (Stored sample : samples) {
      new HashSet<>(sample.stack).forEach(f -> totals.merge(f, sample.v, Long::sum));
    }
    return totals;
  }

  @Test
  void theSidesOfADiffAreWhatTheirTopTablesAre() {
    Selection one = selection(Optional.of("1"), Map.of());
    Selection two = selection(Optional.of("2"), Map.of());

    ReleaseDiff diff = STORE.queries().diff(one, two, 30);

    assertThat(diff.base().profiles()).isEqualTo(2 * WINDOWS);
    assertThat(diff.base().instances()).isEqualTo(2);
    assertThat(diff.target().profiledNanos())
        .isEqualTo(Duration.ofSeconds(10).toNanos() * 2 * WINDOWS);
    assertThat(functionValues(diff, true)).isEqualTo(functionTotals(STORE.queries().top(one)));
    assertThat(functionValues(diff, false)).isEqualTo(functionTotals(STORE.queries().top(two)));
    assertThat(diff.tree().baseTotal()[0]).isEqualTo(diff.base().total());
    assertThat(Arrays.stream(diff.tree().baseSelf()).sum() + diff.tree().truncatedBase())
        .isEqualTo(diff.base().total());
    assertThat(Arrays.stream(diff.tree().targetSelf()).sum() + diff.tree().truncatedTarget())
        .isEqualTo(diff.target().total());
  }

  private static Map<String, Long> functionValues(ReleaseDiff diff, boolean base) {
    Map<String, Long> totals = new TreeMap<>();
    for (FunctionChange change : diff.changes()) {
      totals.put(change.function(), base ? change.baseTotal() : change.targetTotal());
    }
    return totals;
  }

  @Test
  void whatIsMissingInTheStoreShowsUnderItsName() throws Exception {
    STORE.store(
        "holes",
        "1",
        "a",
        PprofBuilder.cpu(START)
            .sample(List.of("lost", "kept"), List.of(1L, 7L))
            .sample(List.of("kept"), List.of(1L, 5L)));
    STORE
        .clickHouse()
        .execute("ALTER TABLE frames DELETE WHERE function = 'lost' SETTINGS mutations_sync = 2");
    Selection holes =
        new Selection(
            "holes",
            "cpu",
            START,
            START.plusSeconds(60),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    assertThat(Trees.lines(STORE.queries().flameGraph(holes, 10)))
        .containsExactly(
            "all self 0 total 12 samples 2",
            ". kept self 5 total 12 samples 2",
            ". . [missing frame] self 7 total 7 samples 1");

    STORE
        .clickHouse()
        .execute(
            "ALTER TABLE stacks DELETE WHERE length(frames) = 2 AND frames[1] NOT IN"
                + " (SELECT id FROM frames) SETTINGS mutations_sync = 2");

    assertThat(Trees.lines(STORE.queries().flameGraph(holes, 10)))
        .containsExactly(
            "all self 0 total 12 samples 2",
            ". [missing stack] self 7 total 7 samples 1",
            ". kept self 5 total 5 samples 1");
  }

  private static Selection selection(Optional<String> release, Map<String, String> labels) {
    return new Selection(
        "random",
        "cpu",
        START,
        START.plusSeconds(3600),
        release,
        Optional.empty(),
        Optional.empty(),
        labels);
  }
}
