package dev.cresset.collector.store;

/** Hours of which not everything that was begun is rolled up, as the ledger has it. */
public final class UnfinishedHours {
  private UnfinishedHours() {}

  /**
   * A query of their starts, {@code hour}; of several services and types several times.
   *
   * @param which of the ledger's rows
   * @param over a condition that an {@code hour} is over: then it has to be rolled up, too, and to
   *     have what its minutes have
   */
  public static String sql(String which, String over) {
    return """
    SELECT toStartOfHour(bucket) AS hour
    FROM (
        SELECT service, type, seconds, bucket, max(state) AS latest
        FROM rolled
        WHERE %s
        GROUP BY service, type, seconds, bucket
    )
    GROUP BY service, type, hour
    HAVING countIf(latest %% 2 = 0) > 0
        OR (%s) AND intDiv(maxIf(latest, seconds = 3600), 2)
            < sumIf(intDiv(latest, 2), seconds = 60)\
    """
        .formatted(which, over);
  }
}
