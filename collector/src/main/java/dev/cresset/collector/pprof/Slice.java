package dev.cresset.collector.pprof;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Arrays;

/** A part of a profile's bytes, to find out whether the same was there before. */
final class Slice implements Comparable<Slice> {
  /** With what goes into a map beside it. */
  static final int WEIGHT = 128;

  private final byte[] bytes;
  private final int from;
  private final int to;
  private final int hash;

  Slice(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.hash = (int) Hashing.xxh3_64().hashBytesToLong(bytes, from, to - from);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Slice that
        && hash == that.hash
        && Arrays.equals(bytes, from, to, that.bytes, that.from, that.to);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** So that a map stays quick even if somebody makes all of them hash alike. */
  @Override
  public int compareTo(Slice that) {
    return Arrays.compare(bytes, from, to, that.bytes, that.from, that.to);
  }
}
