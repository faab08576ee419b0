package dev.cresset.collector.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.store.TestClickHouse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LongResultTest {
  @RegisterExtension static final TestClickHouse CLICK_HOUSE = new TestClickHouse();

  @Test
  void aResultOfManyBlocksIsReadAsItIs() throws SQLException {
    try (Connection connection = CLICK_HOUSE.clickHouse().connection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT toInt64(number) AS k, toString(number) AS s FROM numbers(300000)")) {
      for (long expected = 0; expected < 300_000; expected++) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong(1)).isEqualTo(expected);
        assertThat(rows.getString(2)).isEqualTo(Long.toString(expected));
      }
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void aStatementMayListAHundredThousandIds() throws SQLException {
    long[] ids = LongStream.range(0, 100_000).map(i -> i * 0x9E3779B97F4A7C15L).toArray();

    try (Connection connection = CLICK_HOUSE.clickHouse().connection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT count() FROM stacks WHERE id IN (?)")) {
      statement.setObject(1, ids);
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong(1)).isZero();
      }
    }
  }
}
