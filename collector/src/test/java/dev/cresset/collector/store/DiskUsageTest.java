package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.embedded.ClusterEngine;
import dev.cresset.collector.store.DiskUsage.Day;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DiskUsageTest {
  @RegisterExtension static final TestClickHouse CLUSTER = TestClickHouse.cluster();

  private Connection connection;
  private Statement statement;
  private DiskUsage usage;

  @BeforeEach
  void connect() throws SQLException {
    connection = CLUSTER.clickHouse().connection();
    statement = connection.createStatement();
    usage = new DiskUsage(CLUSTER.clickHouse().topology(), statement);
  }

  @AfterEach
  void close() throws SQLException {
    statement.close();
    connection.close();
  }

  @Test
  void aDiskWithoutTablesMayBeFull() throws SQLException {
    assertThat(
            CLUSTER.column(
                "SELECT toString(free_space) FROM system.disks WHERE name = '%s'"
                    .formatted(ClusterEngine.FULL_DISK)))
        .containsExactly("0");
    assertThat(usage.free()).isPositive();
  }

  @Test
  void daysThatAreStoredAreToldFromFilesThatAreNotDeletedYet() throws SQLException {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    List<LocalDate> days = List.of(today.minusDays(2), today.minusDays(1));
    for (LocalDate day : days) {
      store("a", day);
    }
    store("b", days.getFirst());
    List<Day> stored = usage.days(true);
    assertThat(stored).extracting(Day::date).isEqualTo(days);
    assertThat(stored).allMatch(day -> day.bytes() > 0);

    // As after a merge, the files are deleted a while later.
    CLUSTER.execute(
        "OPTIMIZE TABLE profiles_local PARTITION ID '" + stored.getFirst().id() + "' FINAL");

    assertThat(usage.days(true)).extracting(Day::date).isEqualTo(days);
    assertThat(usage.days(false)).extracting(Day::date).containsExactly(days.getFirst());

    for (Day day : stored) {
      new Tables(CLUSTER.clickHouse().topology(), statement)
          .execute("ALTER TABLE profiles DROP PARTITION ID '" + day.id() + "'");
    }
    assertThat(usage.days(true)).isEmpty();
  }

  private static void store(String service, LocalDate day) throws SQLException {
    CLUSTER.execute(
        "INSERT INTO profiles (service, start) VALUES ('%s', '%s')".formatted(service, day));
  }
}
