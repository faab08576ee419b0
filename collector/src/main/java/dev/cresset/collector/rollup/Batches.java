package dev.cresset.collector.rollup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Shares out buckets among statements, so that none takes too much memory or text. */
final class Batches {
  /** What one statement takes up, unless a single bucket has more. */
  private static final long MAX_WEIGHT = 2_000_000;

  private static final int MAX_BUCKETS = 300;

  private Batches() {}

  static <T> List<Map<Bucket, T>> of(Map<Bucket, T> buckets, ToLongFunction<T> weight) {
    List<Map<Bucket, T>> batches = new ArrayList<>();
    Map<Bucket, T> batch = new LinkedHashMap<>();
    long sum = 0;
    for (Map.Entry<Bucket, T> bucket : buckets.entrySet()) {
      long next = weight.applyAsLong(bucket.getValue());
      if (!batch.isEmpty() && (sum + next > MAX_WEIGHT || batch.size() == MAX_BUCKETS)) {
        batches.add(batch);
        batch = new LinkedHashMap<>();
        sum = 0;
      }
      batch.put(bucket.getKey(), bucket.getValue());
      sum += next;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }
}
