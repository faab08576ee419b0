package dev.cresset.exporter;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fields of a message as Protocol Buffers write them. A message within another is put together
 * in a buffer of its own and copied, so that its length is known; all buffers are used again and
 * again. One thread.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the encoding</a>
 */
final class ProtoBuffer {
  private static final int VARINT = 0;
  private static final int DELIMITED = 2;
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
      element(field << 3 | VARINT);
      element(value);
    }
    return this;
  }

  ProtoBuffer text(int field, String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return delimited(field, utf8, utf8.length);
  }

  /** A message within this one, or the elements of a packed field. */
  ProtoBuffer message(int field, ProtoBuffer content) {
    return delimited(field, content.bytes, content.size);
  }

  /** Another number of a packed field. */
  void element(long value) {
    if (size + MAX_VARINT > bytes.length) {
      grow(MAX_VARINT);
    }
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Fields that were put together elsewhere. */
  ProtoBuffer fields(byte[] fields) {
    append(fields, fields.length);
    return this;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  private ProtoBuffer delimited(int field, byte[] content, int length) {
    element(field << 3 | DELIMITED);
    element(length);
    append(content, length);
    return this;
  }

  private void append(byte[] content, int length) {
    if (size + length > bytes.length) {
      grow(length);
    }
    System.arraycopy(content, 0, bytes, size, length);
    size += length;
  }

  private void grow(int needed) {
    bytes = Arrays.copyOf(bytes, Math.max(size + needed, bytes.length * 2));
  }
}
