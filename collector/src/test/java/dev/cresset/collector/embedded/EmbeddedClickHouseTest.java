package dev.cresset.collector.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.store.TestClickHouse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine as the unmodified JDBC driver sees it. */
class EmbeddedClickHouseTest {
  @RegisterExtension static final TestClickHouse CLICK_HOUSE = new TestClickHouse();

  @Test
  void tellsItsVersion() throws SQLException {
    assertThat(CLICK_HOUSE.column("SELECT version()")).singleElement().asString().startsWith("2");
  }

  static Stream<String> hostileTexts() {
    return Stream.of(
        "",
        "plain",
        "'; DROP TABLE texts; --",
        "\\'; DROP TABLE texts; --",
        "quotes ' '' \" ` and \\ backslashes \\\\ \\n \\0",
        "tab\t newline\n return\r zero\u0000 end",
        "question ? mark {x:String} %s ${y}",
        "💥 émoji \u202e right to left \ud83d\ude00",
        "INSERT INTO texts VALUES ('x') FORMAT CSV",
        "x".repeat(65_536),
        "\\'".repeat(32_768));
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void keepsAnyTextThatIsInsertedAsARowOrComparedAsAParameter(String text) throws SQLException {
    CLICK_HOUSE.execute("CREATE OR REPLACE TABLE texts (a String) ENGINE = MergeTree ORDER BY a");
    try (Connection connection = CLICK_HOUSE.clickHouse().connection()) {
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO texts VALUES (?)")) {
        insert.setString(1, text);
        insert.addBatch();
        insert.executeBatch();
      }
      try (PreparedStatement query =
          connection.prepareStatement("SELECT a, ? FROM texts WHERE a = ?")) {
        query.setString(1, text);
        query.setString(2, text);
        ResultSet rows = query.executeQuery();
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo(text);
        assertThat(rows.getString(2)).isEqualTo(text);
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @Test
  void takesBatchesFarOverItsQuerySizeLimitWhole() throws SQLException {
    int rows = 60_000;
    CLICK_HOUSE.execute(
        "CREATE OR REPLACE TABLE wide (a Int64, b Array(Int64), c Map(String, String))"
            + " ENGINE = MergeTree ORDER BY a");
    try (Connection connection = CLICK_HOUSE.clickHouse().connection();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO wide VALUES (?, ?, ?)")) {
      for (int i = 0; i < rows; i++) {
        insert.setLong(1, i);
        insert.setObject(2, LongStream.range(0, i % 50).toArray());
        insert.setObject(3, Map.of("key", "value " + i));
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(rows).containsOnly(1);
    }

    assertThat(
            CLICK_HOUSE.column(
                "SELECT toString((count(), sum(a), sum(length(b)), uniqExact(c))) FROM wide"))
        .containsExactly("(60000,1799970000,1470000,60000)");
  }

  @Test
  void takesALongTextInsertWholeToo() throws SQLException {
    CLICK_HOUSE.execute("CREATE OR REPLACE TABLE long (a String) ENGINE = MergeTree ORDER BY a");

    CLICK_HOUSE.execute(
        "INSERT INTO long VALUES "
            + String.join(", ", Collections.nCopies(50_000, "('a value of some length')")));

    assertThat(CLICK_HOUSE.column("SELECT count() FROM long")).containsExactly("50000");
  }

  @Test
  void insertsWhatAQueryYields() throws SQLException {
    CLICK_HOUSE.execute("CREATE OR REPLACE TABLE copy (a Int64) ENGINE = MergeTree ORDER BY a");

    CLICK_HOUSE.execute("INSERT INTO copy SELECT number FROM numbers(1000)");

    assertThat(CLICK_HOUSE.column("SELECT sum(a) FROM copy")).containsExactly("499500");
  }

  @Test
  void streamsResultsLargerThanItsOwnHeapWithoutChangingThem() throws SQLException {
    long expected = 0;
    try (Connection connection = CLICK_HOUSE.clickHouse().connection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT number, repeat('x', 1000) AS text FROM numbers(200000)")) {
      while (rows.next()) {
        assertThat(rows.getLong(1)).isEqualTo(expected++);
        assertThat(rows.getString(2)).hasSize(1000);
      }
    }

    assertThat(expected).isEqualTo(200_000);
  }

  @Test
  void givesResultsOfOneRowABlockWhole() throws SQLException {
    assertThat(
            CLICK_HOUSE.column(
                "SELECT toString(number) FROM numbers(1000) SETTINGS max_block_size = 1"))
        .hasSize(1000)
        .startsWith("0", "1")
        .endsWith("999");
    assertThat(CLICK_HOUSE.column("SELECT 1 WHERE 0")).isEmpty();
  }

  @Test
  void neverLetsAResultThatFailsMidwayLookWhole() throws SQLException {
    try (Connection connection = CLICK_HOUSE.clickHouse().connection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT throwIf(number = 900000) FROM numbers(1000000)"
                    + " SETTINGS max_block_size = 1000")) {
      assertThatThrownBy(
              () -> {
                while (rows.next()) {
                  rows.getInt(1);
                }
              })
          .isInstanceOf(Exception.class);
    }
    assertThat(CLICK_HOUSE.column("SELECT 1")).containsExactly("1");
  }

  @Test
  void tellsWhatIsWrongWithAStatement() {
    assertThatThrownBy(() -> CLICK_HOUSE.execute("SELECT * FROM nowhere"))
        .hasMessageContaining("Code: 60")
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> CLICK_HOUSE.execute("SELEC 1")).hasMessageContaining("Code: 62");
  }

  @Test
  void refusesAQueryThatNeedsMoreMemoryThanItMayTakeAndLivesOn() throws SQLException {
    long before = CLICK_HOUSE.engine().pid();

    assertThatThrownBy(() ->
            CLICK_HOUSE.column(
                "SELECT length(groupArray(toString(cityHash64(number))))"
                    + " FROM numbers(200000000)"))
        .hasMessageContaining("Code: 241");

    assertThat(CLICK_HOUSE.column("SELECT 1")).containsExactly("1");
    assertThat(CLICK_HOUSE.engine().pid()).isEqualTo(before);
  }

  @Test
  void runsSeveralStatementsAtOnce() throws Exception {
    CountDownLatch others = new CountDownLatch(2);
    try (ExecutorService executor = Executors.newFixedThreadPool(2);
        Connection slow = CLICK_HOUSE.clickHouse().connection();
        Statement statement = slow.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT number FROM numbers(5000000) SETTINGS max_block_size = 1000")) {
      assertThat(rows.next()).isTrue();
      // The first is not read to its end, and so under way, until the others are done.
      List<Future<?>> quick =
          List.of(executor.submit(() -> query(others)), executor.submit(() -> query(others)));
      for (Future<?> future : quick) {
        future.get();
      }
      assertThat(others.getCount()).isZero();
    }
  }

  private static Void query(CountDownLatch done) throws SQLException {
    CLICK_HOUSE.column("SELECT count() FROM numbers(1000)");
    done.countDown();
    return null;
  }
}
