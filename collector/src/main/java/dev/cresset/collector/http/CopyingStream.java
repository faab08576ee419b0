package dev.cresset.collector.http;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Copies what is written, unless it is too long. One thread. */
final class CopyingStream extends FilterOutputStream {
  private final int maxBytes;
  private ByteArrayOutputStream copy = new ByteArrayOutputStream();
  private boolean closed;

  CopyingStream(OutputStream out, int maxBytes) {
    super(out);
    this.maxBytes = maxBytes;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    if (copy != null && copy.size() + length > maxBytes) {
      copy = null;
    } else if (copy != null) {
      copy.write(bytes, offset, length);
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    closed = true;
  }

  /** All that was written; empty if it is too long, or did not come to its end. */
  Optional<byte[]> copy() {
    return closed && copy != null ? Optional.of(copy.toByteArray()) : Optional.empty();
  }
}
