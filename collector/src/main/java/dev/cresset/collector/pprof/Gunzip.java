package dev.cresset.collector.pprof;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks what is gzipped, and leaves alone what is not. No byte is unpacked before there is known
 * to be room for it.
 */
final class Gunzip {
  private static final int BUFFER = 1 << 16;

  /** Of gzip's format: a head and a tail around at least this. */
  private static final int SHORTEST = 18;

  /** No data is packed tighter. */
  private static final int MAX_RATIO = 1032;

  private final byte[] packed;
  private final PprofLimits limits;
  private final Room room;

  private Gunzip(byte[] packed, PprofLimits limits, Room room) {
    this.packed = packed;
    this.limits = limits;
    this.room = room;
  }

  static byte[] unpack(byte[] bytes, PprofLimits limits, Room room)
      throws PprofException, NoRoomException {
    limits.size().check("The profile's size in bytes is", bytes.length);
    if (bytes.length < 2 || (bytes[0] & 0xff) != 0x1f || (bytes[1] & 0xff) != 0x8b) {
      limits.uncompressedSize().check("The profile's size in bytes is", bytes.length);
      return bytes;
    }
    return new Gunzip(bytes, limits, room).unpack();
  }

  private byte[] unpack() throws PprofException, NoRoomException {
    take(BUFFER);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed), BUFFER)) {
      byte[] unpacked = new byte[take(capacity(sizeItClaims()))];
      int size = in.readNBytes(unpacked, 0, unpacked.length);
      for (int next = in.read(); next >= 0; next = in.read()) {
        limits
            .uncompressedSize()
            .check("The profile's size in bytes after gunzip is at least", size + 1L);
        unpacked = grown(unpacked, size);
        unpacked[size++] = (byte) next;
        size += in.readNBytes(unpacked, size, unpacked.length - size);
      }
      return size == unpacked.length ? unpacked : shrunk(unpacked, size);
    } catch (EOFException e) {
      // Its message may be missing.
      throw new PprofException("The profile cannot be unpacked: it is cut short");
    } catch (IOException e) {
      throw new PprofException("The profile cannot be unpacked, is it damaged? " + e.getMessage());
    }
  }

  /** What the last bytes say is nearly always true. */
  private long sizeItClaims() {
    if (packed.length < SHORTEST) {
      return 0;
    }
    long size = 0;
    for (int i = 1; i <= 4; i++) {
      size = size << 8 | packed[packed.length - i] & 0xff;
    }
    return Math.min(size, (long) MAX_RATIO * packed.length);
  }

  private int capacity(long wanted) {
    return (int) Math.min(Math.max(wanted, 1), limits.uncompressedSize().maximum());
  }

  private byte[] grown(byte[] full, int size) throws NoRoomException {
    int capacity = capacity(Math.max(2L * size, BUFFER));
    take(size + (long) capacity);
    return Arrays.copyOf(full, capacity);
  }

  private byte[] shrunk(byte[] unpacked, int size) throws NoRoomException {
    take(unpacked.length + (long) size);
    return Arrays.copyOf(unpacked, size);
  }

  private int take(long bytes) throws NoRoomException {
    if (!room.resize(bytes)) {
      throw new NoRoomException(bytes);
    }
    return (int) bytes;
  }
}
