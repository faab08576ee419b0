package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaTest {
  @RegisterExtension static final TestClickHouse CLICK_HOUSE = new TestClickHouse();

  @Test
  void itsTablesAreThereAndCreatingThemAgainIsHarmless() throws SQLException {
    Schema.migrate(CLICK_HOUSE.clickHouse(), new Retention(30));

    assertThat(CLICK_HOUSE.column("SELECT name FROM system.tables WHERE database = 'default'"))
        .contains("profiles", "stacks", "frames", "label_sets");
  }
}
