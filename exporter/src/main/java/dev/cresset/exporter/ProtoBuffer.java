package dev.cresset.exporter;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fields of a message, put together in memory. A message within another is in a buffer of its
 * own and copied, so that nobody has to compute its length before; the memory is used again and
 * again. One thread.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the format</a>
 */
final class ProtoBuffer {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int MAX_VARINT = 10;

  private byte[] bytes = new byte[512];
  private int size;

  ProtoBuffer clear() {
    size = 0;
    return this;
  }

  int size() {
    return size;
  }

  /** A field; one that is not there is 0. */
  ProtoBuffer number(int field, long value) {
    if (value != 0) {
      reserve(2 * MAX_VARINT);
      varint(field << 3 | VARINT);
      varint(value);
    }
    return this;
  }

  ProtoBuffer text(int field, String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    return message(field, text, 0, text.length);
  }

  /** A message within this one, or the elements of a packed field. */
  ProtoBuffer message(int field, ProtoBuffer content) {
    return message(field, content.bytes, 0, content.size);
  }

  /** The same of {@code content[from, to)}. */
  ProtoBuffer message(int field, byte[] content, int from, int to) {
    reserve(2 * MAX_VARINT);
    varint(field << 3 | LENGTH_DELIMITED);
    varint(to - from);
    return fields(content, from, to);
  }

  /** Another number of a packed field. */
  void element(long value) {
    reserve(MAX_VARINT);
    varint(value);
  }

  /** Fields that were put together elsewhere. */
  ProtoBuffer fields(byte[] fields) {
    return fields(fields, 0, fields.length);
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  void writeTo(OutputStream target) throws IOException {
    target.write(bytes, 0, size);
  }

  private ProtoBuffer fields(byte[] fields, int from, int to) {
    reserve(to - from);
    System.arraycopy(fields, from, bytes, size, to - from);
    size += to - from;
    return this;
  }

  private void reserve(int needed) {
    if (bytes.length - size < needed) {
      bytes = Arrays.copyOf(bytes, Math.max(size + needed, bytes.length * 2));
    }
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      bytes[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }
}
