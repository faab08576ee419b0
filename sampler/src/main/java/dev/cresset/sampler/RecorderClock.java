package dev.cresset.sampler;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/**
 * Whether the flight recorder can end its chunk now. That of newer JDKs waits until the clock shows
 * a later time than when the chunk began, and nobody else gets at it meanwhile: for an hour, if the
 * clock was set back by an hour. One thread.
 */
final class RecorderClock {
  /** That of JDK 21 does not wait yet, that of JDK 25 does. */
  private static final int WAITS_FROM = 22;

  private final boolean waits;
  private final Clock clock;
  private long chunkBegan = Long.MIN_VALUE;

  /**
   * @param javaVersion of this JVM: 8, 11, 17, …
   */
  RecorderClock(int javaVersion) {
    this(javaVersion, Clock.systemUTC());
  }

  RecorderClock(int javaVersion, Clock clock) {
    this.waits = javaVersion >= WAITS_FROM;
    this.clock = clock;
  }

  /** The recorder has just begun a chunk. */
  void chunkBegan() {
    chunkBegan = clock.millis();
  }

  boolean isSetBack() {
    return waits && clock.millis() < chunkBegan;
  }

  /**
   * @throws IOException if it is
   */
  void requireNotSetBack() throws IOException {
    if (isSetBack()) {
      throw new IOException(
          "The clock was set back by "
              + Duration.ofMillis(chunkBegan - clock.millis())
              + ", and the flight recorder gives nothing away until it shows a later time again.");
    }
  }
}
