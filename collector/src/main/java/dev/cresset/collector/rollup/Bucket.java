package dev.cresset.collector.rollup;

import java.time.Instant;

/**
 * A minute or an hour of one type of a service.
 *
 * @param start of the minute or hour
 */
record Bucket(String service, String type, Instant start) {
  static final int MINUTE = 60;
  static final int HOUR = 3600;

  /** The start of the minute or hour a time is in. */
  static Instant floor(Instant time, int seconds) {
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
  }
}
