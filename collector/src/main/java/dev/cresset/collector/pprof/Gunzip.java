package dev.cresset.collector.pprof;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Unpacks what is gzipped, and leaves alone what is not. */
final class Gunzip {
  private static final int CHUNK = 1 << 16;

  private Gunzip() {}

  static byte[] unpack(byte[] bytes, PprofLimits limits) throws PprofException {
    limits.size().check("The profile's size in bytes is", bytes.length);
    if (bytes.length < 2 || (bytes[0] & 0xff) != 0x1f || (bytes[1] & 0xff) != 0x8b) {
      limits.uncompressedSize().check("The profile's size in bytes is", bytes.length);
      return bytes;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes), CHUNK)) {
      ByteArrayOutputStream unpacked =
          new ByteArrayOutputStream(Math.min(4 * bytes.length, 1 << 24));
      byte[] chunk = new byte[CHUNK];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        unpacked.write(chunk, 0, n);
        // At once, or a few bytes of a bomb would take all memory.
        limits
            .uncompressedSize()
            .check("The profile's size in bytes after gunzip is at least", unpacked.size());
      }
      return unpacked.toByteArray();
    } catch (IOException e) {
      throw new PprofException(
          "The profile cannot be unpacked, is it cut short? " + e.getMessage());
    }
  }
}
