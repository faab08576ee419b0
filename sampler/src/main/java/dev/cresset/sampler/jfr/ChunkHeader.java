package dev.cresset.sampler.jfr;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What a chunk of a recording begins with. */
public final class ChunkHeader {
  /** In bytes. */
  public static final int SIZE = 68;

  private static final int SIGNATURE = 0x464c5200;
  private static final int MAJOR_VERSION = 2;

  private final long chunkSize;
  private final long constantsAt;
  private final long metadataAt;
  private final long startNanos;
  private final long durationNanos;
  private final long startTicks;
  private final long ticksPerSecond;

  private ChunkHeader(ByteBuffer bytes) {
    chunkSize = bytes.getLong(8);
    constantsAt = bytes.getLong(16);
    metadataAt = bytes.getLong(24);
    startNanos = bytes.getLong(32);
    durationNanos = bytes.getLong(40);
    startTicks = bytes.getLong(48);
    ticksPerSecond = bytes.getLong(56);
  }

  /**
   * @param chunk from its position on; it may end with the header
   * @throws IOException if it is none
   */
  public static ChunkHeader of(ByteBuffer chunk) throws IOException {
    ByteBuffer bytes = chunk.slice();
    if (bytes.limit() < SIZE || bytes.getInt(0) != SIGNATURE) {
      throw new IOException(
          "No recording: a chunk of " + bytes.limit() + " bytes does not begin as one does.");
    }
    if (bytes.getShort(4) != MAJOR_VERSION) {
      throw new IOException(
          "A recording of version "
              + bytes.getShort(4)
              + " cannot be read, only version "
              + MAJOR_VERSION
              + ".");
    }
    return new ChunkHeader(bytes);
  }

  /** Of the whole chunk in bytes; 0 while it is being recorded. */
  public long chunkSize() {
    return chunkSize;
  }

  long constantsAt() {
    return constantsAt;
  }

  long metadataAt() {
    return metadataAt;
  }

  /** When it began, in nanoseconds since the epoch. */
  public long startNanos() {
    return startNanos;
  }

  /** When it ended, in nanoseconds since the epoch. */
  public long endNanos() {
    return startNanos + durationNanos;
  }

  /** When it began, in the recorder's ticks. */
  public long startTicks() {
    return startTicks;
  }

  public double nanosPerTick() {
    return 1e9 / ticksPerSecond;
  }
}
