package dev.cresset.benchmarks.fleet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A gzip file that is packed beforehand but for its last bytes, so that a profile can be sent again
 * and again, each time of another time. Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952</a>
 */
final class TimedGzip {
  private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};
  private static final int STORED_BLOCK = 5;
  private static final int TAIL = 8;

  /** Of CRC-32, bits reversed. */
  private static final int POLYNOMIAL = 0xEDB88320;

  private final byte[] packed;
  private final int crc;
  private final int size;

  /**
   * @param content all but what is different each time
   */
  TimedGzip(byte[] content) {
    CRC32 sum = new CRC32();
    sum.update(content);
    this.crc = (int) sum.getValue();
    this.size = content.length;
    this.packed = packed(content);
  }

  /** Up to where another block can begin, as quickly as agents pack. */
  private static byte[] packed(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes(HEAD);
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED, true)) {
      deflater.setInput(content);
      byte[] buffer = new byte[1 << 16];
      int n;
      do {
        n = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        packed.write(buffer, 0, n);
      } while (n == buffer.length);
    }
    return packed.toByteArray();
  }

  int length(byte[] end) {
    return packed.length + STORED_BLOCK + end.length + TAIL;
  }

  /** Writes the file, its content ending with these bytes. */
  void writeTo(ByteBuffer target, byte[] end) {
    target.put(packed);
    target.order(ByteOrder.LITTLE_ENDIAN);
    target.put((byte) 1).putShort((short) end.length).putShort((short) ~end.length).put(end);
    target.putInt(continued(crc, end)).putInt(size + end.length);
  }

  private static int continued(int crc, byte[] bytes) {
    int sum = ~crc;
    for (byte next : bytes) {
      sum ^= next & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        sum = sum >>> 1 ^ POLYNOMIAL & -(sum & 1);
      }
    }
    return ~sum;
  }
}
