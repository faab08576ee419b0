package dev.cresset.exporter;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Numbers as Protocol Buffers write them, one after the other: a packed field, or fields that are
 * small enough to be put together in memory. To be used again and again. One thread.
 */
final class Varints {
  private static final int MAX_VARINT = 10;

  private byte[] bytes = new byte[512];
  private int size;

  void clear() {
    size = 0;
  }

  void add(long value) {
    if (size + MAX_VARINT > bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  int size() {
    return size;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  void writeTo(CodedOutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }
}
