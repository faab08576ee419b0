package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.query.LabelMatcher.Operator;
import dev.cresset.collector.query.QueryException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelMatcherTest {
  @RegisterExtension static final SeededStore STORE = new SeededStore();

  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(7200);
  private static final List<String> RELEASES = List.of("1.0", "1.1", "2.0-rc", "");
  private static final List<String> INSTANCES = List.of("host-1", "host-2");
  private static final List<String> THREADS =
      List.of("", "http-1", "http-2", "batch", "a'b\\", "two\nlines", "1.0", "?");
  private static final List<String> PATTERNS =
      List.of(
          ".*",
          ".+",
          "",
          "http-.*",
          "http",
          "1.0|2.*",
          "1[.]0",
          "(?i)HTTP-[12]",
          "a'b\\\\",
          "x|",
          "two.lines",
          "[?]",
          "\\w+-\\d",
          "^batch$");

  private static final List<Sample> SAMPLES = new ArrayList<>();

  private record Sample(Map<String, String> carries, long value) {}

  @BeforeAll
  static void seed() throws Exception {
    long value = 1;
    for (String release : RELEASES) {
      for (String instance : INSTANCES) {
        PprofBuilder profile = PprofBuilder.cpu(START.plusSeconds(SAMPLES.size()));
        for (String thread : THREADS) {
          List<Long> values = List.of(1L, value);
          profile.sample(
              List.of("leaf" + thread.length(), "main"),
              values,
              thread.isEmpty() ? new String[0] : new String[] {"thread", thread});
          SAMPLES.add(
              new Sample(
                  Map.of("release", release, "instance", instance, "thread", thread), value));
          value *= 2;
          value = value > 1L << 40 ? 3 : value;
        }
        STORE.store("shop", release, instance, profile);
      }
    }
  }

  @Test
  void anyConditionsTogetherSelectWhatTheySelectOneByOne() {
    Random random = new Random(4);
    for (int i = 0; i < 300; i++) {
      List<LabelMatcher> matchers = new ArrayList<>();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        matchers.add(randomMatcher(random));
      }

      assertThat(total(matchers)).as(matchers.toString()).isEqualTo(expected(matchers));
    }
  }

  private static LabelMatcher randomMatcher(Random random) {
    String name = List.of("release", "instance", "thread", "absent").get(random.nextInt(4));
    Operator operator = Operator.values()[random.nextInt(4)];
    List<String> values = new ArrayList<>();
    if (operator.isRegex()) {
      values.add(PATTERNS.get(random.nextInt(PATTERNS.size())));
    } else {
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        List<String> known = random.nextBoolean() ? THREADS : RELEASES;
        values.add(known.get(random.nextInt(known.size())));
      }
    }
    return LabelMatcher.of(name, operator, values);
  }

  private static long expected(List<LabelMatcher> matchers) {
    return SAMPLES.stream()
        .filter(sample -> matchers.stream().allMatch(matcher -> fulfils(sample, matcher)))
        .mapToLong(Sample::value)
        .sum();
  }

  private static boolean fulfils(Sample sample, LabelMatcher matcher) {
    String name = matcher.label().isEmpty() ? matcher.field().column() : matcher.label();
    String value = sample.carries.getOrDefault(name, "");
    boolean found =
        matcher.operator().isRegex()
            ? Pattern.compile(matcher.values().getFirst(), Pattern.DOTALL).matcher(value).matches()
            : matcher.values().contains(value);
    return found != matcher.operator().isNegative();
  }

  private static long total(List<LabelMatcher> matchers) {
    try {
      return STORE.queries().flameGraph(selection(matchers), 10).total()[0];
    } catch (QueryException e) {
      // Nothing has this release or instance, and that is said.
      assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND);
      return 0;
    }
  }

  private static Selection selection(List<LabelMatcher> matchers) {
    return new Selection("shop", "cpu", START, START.plusSeconds(3600), matchers);
  }

  @Test
  void seriesTablesAndDiffsSelectAlike() {
    List<LabelMatcher> matchers =
        List.of(
            LabelMatcher.of("release", Operator.MATCHES, List.of("1[.].")),
            LabelMatcher.of("thread", Operator.NOT_EQUAL, List.of("", "batch")));
    Selection some = selection(matchers);
    long expected = expected(matchers);

    assertThat(STORE.queries().top(some).total()).isEqualTo(expected);
    assertThat(STORE.queries().stacks(some).rows().stream().mapToLong(StackTable.Row::value).sum())
        .isEqualTo(expected);
    assertThat(
            STORE.queries().series(some, Duration.ofHours(1)).lines().stream()
                .flatMap(line -> line.points().stream())
                .mapToLong(Series.Point::value)
                .sum())
        .isEqualTo(expected);
    ReleaseDiff diff = STORE.queries().diff(selection(List.of()), some, 10);
    assertThat(diff.target().total()).isEqualTo(expected);
    assertThat(diff.base().total()).isEqualTo(expected(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a(", "a)(b", "[", "(?<=x)a", "\\1", "*", "\\Qa"})
  void anExpressionThatIsNoneIsRefusedByName(String pattern) {
    List<LabelMatcher> matchers =
        List.of(LabelMatcher.of("thread", Operator.MATCHES, List.of(pattern)));

    for (Instant from : List.of(START, Instant.EPOCH)) {
      Selection some = new Selection("shop", "cpu", from, from.plusSeconds(60), matchers);
      assertThatThrownBy(() -> STORE.queries().top(some))
          .isInstanceOfSatisfying(
              QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
          .hasMessageContaining("The regular expression '" + pattern + "' of thread=~")
          .hasMessageNotContaining("Code:");
    }
  }
}
