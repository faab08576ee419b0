package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.rollup.Rollups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The questions of {@code docs/sql.md}, asked as they stand there. */
class SqlViewsTest {
  @RegisterExtension static final SeededStore STORE = new SeededStore();

  private static final Pattern QUESTION = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
  private static final Instant LAST_WEEK = Instant.now().minus(Duration.ofDays(10));
  private static final Instant NOW = Instant.now().minusSeconds(120);
  private static final Instant HOURS_AGO =
      NOW.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3));
  private static final String CHECKOUT = "com.example.shop.orders.Checkout.run";
  private static final String TAX = "com.example.shop.orders.Tax.of";
  private static final String FIND = "com.example.shop.search.Index.find";

  @BeforeAll
  static void store() throws Exception {
    STORE.store("shop", "1.0", "a", cpu(LAST_WEEK, 1));
    STORE.store("shop", "1.1", "a", cpu(NOW, 4));
    STORE.store("shop", "1.1", "b", cpu(NOW, 4));
    // The same profile again, as after an acknowledgement that was lost.
    STORE.store("once", "cpu", SeededStore.origin("billing", "7", "c"), cpu(NOW, 1));
    STORE.store("once", "cpu", SeededStore.origin("billing", "7", "c"), cpu(NOW, 1));
    STORE.store(
        "shop",
        "1.1",
        "a",
        new PprofBuilder(NOW, "requests", "count", "request_time", "nanoseconds")
            .sample(List.of("GET /cart"), List.of(10L, 1000L), "endpoint", "GET /cart"));
    STORE.store(
        "shop",
        "1.1",
        "a",
        new PprofBuilder(NOW, "alloc_objects", "count", "alloc_space", "bytes")
            .sample(List.of("byte[]", FIND), List.of(1L, 20480L), "endpoint", "GET /cart"));
    STORE.store("shop", "1.1", "a", cpu(NOW.minus(Duration.ofDays(3)), 4));
    storeHours();
  }

  private static void storeHours() throws Exception {
    for (int hours : new int[] {3, 2}) {
      Instant start = HOURS_AGO.plus(Duration.ofHours(3 - hours));
      STORE.store("stock", "1." + hours, "a", counting(start));
      STORE.store("stock", "1.0", "b", counting(start.plusSeconds(60)));
    }
    new Rollups(STORE.clickHouse().clickHouse()).rollUpAll();
  }

  private static PprofBuilder counting(Instant start) {
    return PprofBuilder.cpu(start)
        .sample(List.of("count", "count", "all"), List.of(2L, 20_000_000L), "thread", "t")
        .sample(List.of("all"), List.of(1L, 10_000_000L));
  }

  private static PprofBuilder cpu(Instant start, long tax) {
    String[] labels = {"endpoint", "GET /cart", "thread", "http-#"};
    return PprofBuilder.cpu(start)
        .sample(List.of(TAX, CHECKOUT), List.of(tax, tax * 1_000_000_000L), labels)
        // It calls itself, which counts once.
        .sample(List.of(FIND, FIND, CHECKOUT), List.of(5L, 5_000_000_000L), labels);
  }

  static List<String> questions() throws IOException {
    return QUESTION
        .matcher(Files.readString(Path.of("..", "docs", "sql.md")))
        .results()
        .map((MatchResult question) -> question.group(1))
        .toList();
  }

  @Test
  void thereAreTwelveQuestions() throws Exception {
    assertThat(questions()).hasSize(12);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void eachIsAnswered(String question) throws Exception {
    assertThat(rows(question)).isNotEmpty();
  }

  @Test
  void functionsAreThereWithWhatTheyTookThemselvesAndWithAllTheyCalled() throws Exception {
    assertThat(rows(questions().get(0)))
        .containsExactly(
            "[" + FIND + ", 10, 10]", "[" + TAX + ", 8, 8]", "[" + CHECKOUT + ", 0, 18]");
  }

  @Test
  void teamsSeeTheirOwnFunctions() throws Exception {
    assertThat(rows(questions().get(1))).contains("[search, " + FIND + ", 10]");
  }

  @Test
  void aRequestsCpuTimeIsThatOfItsSamplesByTheRequestsCounted() throws Exception {
    assertThat(rows(questions().get(2))).containsExactly("[1.1, GET /cart, 10, 1800]");
  }

  @Test
  void whatGrewSinceLastWeekComesFirst() throws Exception {
    assertThat(rows(questions().get(3)).get(0)).startsWith("[" + TAX + ", 0.16");
  }

  @Test
  void releasesTellWhenTheyWereSeenAndWhere() throws Exception {
    assertThat(rows(questions().get(4)))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("[test, 1.1, ")
        .endsWith(", 2]");
  }

  @Test
  void whatWasDeliveredTwiceCountsOnce() throws Exception {
    assertThat(rows(questions().get(7))).containsExactly("[shop, 8]", "[billing, 1]");
  }

  @Test
  void hoursSayTheSameAsProfiles() throws Exception {
    String sums =
        """
        SELECT service, type, unit, release, environment, %s AS at, stack, labels, sum(value),
            sum(samples)
        FROM %s WHERE service = 'stock'
        GROUP BY service, type, unit, release, environment, at, stack, labels ORDER BY ALL\
        """;
    assertThat(rows(sums.formatted("hour", "samples_1h")))
        .isNotEmpty()
        .isEqualTo(rows(sums.formatted("toStartOfHour(start)", "samples")));
    String functions = "SELECT * FROM %s WHERE service = 'stock' ORDER BY ALL";
    assertThat(rows(functions.formatted("functions_1h")))
        .isNotEmpty()
        .isEqualTo(rows(functions.formatted("functions")));
  }

  /**
   * Labels that look the same and are not: a number and a text, one set and another that is lost.
   */
  @Test
  void setsThatLookTheSameAreAddedUp() throws Exception {
    PprofBuilder pprof =
        PprofBuilder.cpu(HOURS_AGO)
            .sample(List.of("f", "main"), List.of(1L, 10L), "n", "5")
            .sample(List.of("f", "main"), List.of(2L, 20L))
            .sample(List.of("f", "main"), List.of(4L, 40L), "n", "5", "n", "6")
            .sample(List.of("f", "main"), List.of(8L, 80L), "n", "5, 6");
    long name = pprof.string("n");
    pprof.raw().getSampleBuilder(1).addLabelBuilder().setKey(name).setNum(5);
    STORE.store("alike", "1", "a", pprof);
    new Rollups(STORE.clickHouse().clickHouse()).rollUpAll();
    String functions =
        "SELECT labels, function, self, total, samples FROM %s WHERE service = 'alike' ORDER BY ALL";

    assertThat(rows(functions.formatted("functions_1h")))
        .isEqualTo(rows(functions.formatted("functions")))
        .satisfies(rows -> assertThat(rows.toString()).contains("f, 30, 30, 3]"));
    String total = "SELECT sum(self), sum(samples) FROM functions_1h WHERE service = 'alike'";
    assertThat(rows(total + " AND function = 'f'")).containsExactly("[150, 15]");
  }

  @Test
  void anHourThatIsBeingRolledUpIsLeftOut() throws Exception {
    String hours = "SELECT DISTINCT release FROM samples_1h WHERE service = 'stock' ORDER BY ALL";
    assertThat(rows(hours)).containsExactly("[1]", "[1.2]", "[1.3]");
    STORE
        .clickHouse()
        .execute(
            """
            INSERT INTO rolled (tenant, service, type, seconds, bucket, state, begun)
            SELECT tenant, service, type, seconds, bucket, state + 1, 1 FROM rolled FINAL
            WHERE seconds = 3600 AND (service, bucket) IN
                (SELECT service, hour FROM samples_1h WHERE release = '1.3')\
            """);
    assertThat(rows(hours)).containsExactly("[1]", "[1.2]");
    STORE.store("stock", "1.3", "c", counting(HOURS_AGO.plusSeconds(600)));
    new Rollups(STORE.clickHouse().clickHouse()).rollUpAll();
    assertThat(rows(hours)).hasSize(3);
  }

  /** Or a question about one service would read years of all. */
  @Test
  void ofHoursOnlyThoseOfTheServiceAreRead() throws Exception {
    assertThat(
            rows(
                "EXPLAIN indexes = 1 SELECT sum(value) FROM samples_1h"
                    + " WHERE service = 'stock' AND type = 'cpu' AND hour >= now() - INTERVAL 1 DAY"))
        .filteredOn(line -> line.contains("Condition: ") && line.contains("service in"))
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void monthsOfAReleaseAreThoseOfItsHours() throws Exception {
    assertThat(rows(questions().get(10))).anyMatch(line -> line.endsWith(", 1, 6]"));
  }

  private static List<String> rows(String sql) throws SQLException {
    try (Connection connection = STORE.clickHouse().clickHouse().connection();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      int columns = answer.getMetaData().getColumnCount();
      while (answer.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(answer.getString(i).replaceFirst("\\.0$", ""));
        }
        rows.add(row.toString());
      }
      return rows;
    }
  }
}
