package dev.cresset.collector.rollup;

import dev.cresset.collector.rollup.Ledger.Entry;
import dev.cresset.collector.store.ClickHouse;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes buckets between two rows of the ledger: that they are not whole, and that they are.
 * Whoever reads while they are being written, or after the writer died, knows not to use them.
 */
final class RollupWriter {
  private static final Logger LOG = LoggerFactory.getLogger(RollupWriter.class);

  private final Ledger ledger;
  private final RollupTables tables;
  private final RollupMetrics metrics;
  private boolean failing;
  private long failures;

  RollupWriter(Ledger ledger, RollupTables tables, RollupMetrics metrics) {
    this.ledger = ledger;
    this.tables = tables;
    this.metrics = metrics;
  }

  /** Writes the rows of buckets, given how many profiles each has. */
  interface Rows {
    void write(Map<Bucket, Long> profiles) throws SQLException;
  }

  /** How often something could not be written, up to now. */
  long failures() {
    return failures;
  }

  /**
   * @return whether all were written; those that were not, as they failed or changed meanwhile, are
   *     unfinished in the ledger
   * @throws SQLException if not even that could be written
   */
  boolean write(int seconds, Map<Bucket, Long> profiles, Rows rows) throws SQLException {
    if (profiles.isEmpty()) {
      return true;
    }
    ledger.write(seconds, profiles, false);
    try {
      rows.write(profiles);
    } catch (SQLException e) {
      return retried(seconds, profiles, rows, e);
    }
    Map<Bucket, Long> whole = seconds == Bucket.HOUR ? unchanged(profiles) : profiles;
    ledger.write(seconds, whole, true);
    failing = false;
    metrics.rolledUp(seconds == Bucket.MINUTE ? "rollup_1m" : "rollup_1h", whole.size());
    return whole.size() == profiles.size();
  }

  /** One that cannot be rolled up must not keep the others from it. */
  private boolean retried(int seconds, Map<Bucket, Long> profiles, Rows rows, SQLException problem)
      throws SQLException {
    if (profiles.size() > 1 && ClickHouse.isRefusal(problem)) {
      boolean complete = true;
      for (Map.Entry<Bucket, Long> one : profiles.entrySet()) {
        complete &= write(seconds, Map.of(one.getKey(), one.getValue()), rows);
      }
      return complete;
    }
    failures++;
    metrics.failed();
    // One of them, not every one in every pass.
    LOG.atLevel(failing ? Level.DEBUG : Level.WARN)
        .log(
            "{} {} cannot be rolled up now; questions about it go to finer tables",
            seconds == Bucket.MINUTE ? "The minute" : "The hour",
            profiles.keySet().iterator().next(),
            problem);
    failing = true;
    return false;
  }

  /** Those hours of which no minute was written, or begun, while their minutes were read. */
  private Map<Bucket, Long> unchanged(Map<Bucket, Long> hours) throws SQLException {
    Map<Bucket, Long> unchanged = new HashMap<>(hours);
    Instant from = Collections.min(hours.keySet().stream().map(Bucket::start).toList());
    Map<Bucket, Entry> now = ledger.hoursOfMinutes(from, from.plusSeconds(Bucket.HOUR));
    unchanged
        .entrySet()
        .removeIf(hour -> !new Entry(hour.getValue(), true).equals(now.get(hour.getKey())));
    return unchanged;
  }
}
