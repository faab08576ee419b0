package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.pprof.PprofBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
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
  void thereAreTenQuestions() throws Exception {
    assertThat(questions()).hasSize(10);
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
