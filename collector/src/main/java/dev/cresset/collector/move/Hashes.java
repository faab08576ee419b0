package dev.cresset.collector.move;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Ascending unsigned 64-bit numbers as they arrive, such as hashes of rows. */
final class Hashes {
  private static final int SIZE = 1 << 16;

  private final InputStream in;
  private final byte[] bytes = new byte[SIZE];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private long current;

  Hashes(InputStream in) {
    this.in = in;
  }

  /** Goes to the next one, if there is one. */
  boolean next() throws IOException {
    if (!buffer.hasRemaining()) {
      int read = in.readNBytes(bytes, 0, SIZE);
      if (read % Long.BYTES != 0) {
        throw new EOFException("A hash was cut short");
      }
      buffer.position(0).limit(read);
    }
    if (!buffer.hasRemaining()) {
      return false;
    }
    current = buffer.getLong();
    return true;
  }

  /** How many of these the others do not have; goes through these to the end. */
  long missingIn(Hashes others) throws IOException {
    long missing = 0;
    boolean more = others.next();
    while (next()) {
      while (more && Long.compareUnsigned(others.current, current) < 0) {
        more = others.next();
      }
      if (!more || others.current != current) {
        missing++;
      }
    }
    return missing;
  }
}
