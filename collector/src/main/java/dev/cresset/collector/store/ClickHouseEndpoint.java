package dev.cresset.collector.store;

import java.sql.SQLTransientConnectionException;
import java.util.Properties;

/** Where a ClickHouse is. May move: an embedded one has another port after every restart. */
public interface ClickHouseEndpoint {
  /**
   * Where it is now, as a JDBC address.
   *
   * @throws SQLTransientConnectionException if it is nowhere now, but is expected back
   */
  String url() throws SQLTransientConnectionException;

  /** What the driver has to be told beyond the address; credentials above all. */
  Properties properties();

  /** How many servers it is. */
  default Topology topology() {
    return Topology.ONE_SERVER;
  }
}
