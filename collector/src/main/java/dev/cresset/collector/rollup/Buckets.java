package dev.cresset.collector.rollup;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Lists of buckets in SQL; their names go among the values, as they are hostile. */
final class Buckets {
  private Buckets() {}

  /** A condition that a row's bucket is one of these. */
  static String among(String time, int seconds, Collection<Bucket> buckets, List<Object> values) {
    StringJoiner list = new StringJoiner(", ", "(", ")");
    for (Bucket bucket : buckets) {
      list.add("(?, ?, ?)");
      values.add(bucket.service());
      values.add(bucket.type());
      values.add(bucket.start().getEpochSecond());
    }
    return "(service, type, toUnixTimestamp(%s(%s))) IN %s".formatted(start(seconds), time, list);
  }

  /** A table with the columns service, type, bucket (in seconds) and version. */
  static String versions(Map<Bucket, Long> profiles, List<Object> values) {
    StringJoiner list = new StringJoiner(", ", "", ")");
    profiles.forEach((bucket, count) -> {
      list.add("(?, ?, ?, ?)");
      values.add(bucket.service());
      values.add(bucket.type());
      values.add(bucket.start().getEpochSecond());
      values.add(count);
    });
    return "values('service String, type String, bucket UInt32, version UInt64', " + list;
  }

  /** The function that gives the start of a bucket. */
  static String start(int seconds) {
    return seconds == Bucket.MINUTE ? "toStartOfMinute" : "toStartOfHour";
  }
}
