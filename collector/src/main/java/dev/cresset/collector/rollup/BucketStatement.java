package dev.cresset.collector.rollup;

import dev.cresset.collector.store.Gauges;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A statement about buckets, made of a text with names in braces: {@code {tenant}}; {@code
 * {start}}, the function that gives the start of a bucket; {@code {addend}}, what a value {@code v}
 * adds to a sum; {@code {profiles}} and {@code {rollups}}, conditions that a row is of the buckets;
 * and {@code {versions}}, a table of the buckets and how many profiles each has.
 *
 * @param values of the parameters, in the order of the text
 */
record BucketStatement(String sql, List<Object> values) {
  static BucketStatement of(String text, String tenant, int seconds, Map<Bucket, Long> profiles) {
    List<Object> values = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    for (String part : text.split("(?=[{])")) {
      int end = part.indexOf('}') + 1;
      sql.append(
              switch (part.substring(0, end)) {
                case "{tenant}" -> {
                  values.add(tenant);
                  yield "?";
                }
                case "{start}" -> Buckets.start(seconds);
                case "{addend}" -> Gauges.addend();
                case "{profiles}" -> among("start", tenant, seconds, profiles.keySet(), values);
                case "{rollups}" -> among("bucket", tenant, seconds, profiles.keySet(), values);
                case "{versions}" -> Buckets.versions(profiles, values);
                default -> part.substring(0, end);
              })
          .append(part.substring(end));
    }
    return new BucketStatement(sql.toString(), values);
  }

  /** A condition that a time of a row is in one of some buckets. */
  static String among(
      String time, String tenant, int seconds, Collection<Bucket> buckets, List<Object> values) {
    List<Instant> starts = buckets.stream().map(Bucket::start).toList();
    values.add(tenant);
    values.add(Collections.min(starts).getEpochSecond());
    values.add(Collections.max(starts).getEpochSecond() + seconds);
    return "tenant = ? AND %1$s >= toDateTime(?, 'UTC') AND %1$s < toDateTime(?, 'UTC') AND "
            .formatted(time)
        + Buckets.among(time, seconds, buckets, values);
  }
}
