package dev.cresset.exporter;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * The fields of a message, put together in memory by Protocol Buffers' own writer. A message within
 * another is in a buffer of its own and copied, so that nobody has to compute its length before;
 * the memory is used again and again. One thread.
 *
 * <p>Methods throw {@link IOException} because the writer's do; memory has no reason to.
 */
final class ProtoBuffer {
  private static final int MAX_VARINT = 10;
  private static final int MAX_BYTES_PER_CHAR = 3;

  private byte[] bytes = new byte[512];
  private CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  /** Where {@link #out} began: it had to begin anew when the memory grew. */
  private int start;

  ProtoBuffer clear() {
    begin(0);
    return this;
  }

  private void begin(int at) {
    start = at;
    out = CodedOutputStream.newInstance(bytes, at, bytes.length - at);
  }

  int size() {
    return start + out.getTotalBytesWritten();
  }

  /** A field; one that is not there is 0. */
  ProtoBuffer number(int field, long value) throws IOException {
    if (value != 0) {
      reserve(MAX_VARINT);
      out.writeInt64(field, value);
    }
    return this;
  }

  ProtoBuffer text(int field, String value) throws IOException {
    reserve(MAX_BYTES_PER_CHAR * value.length());
    out.writeString(field, value);
    return this;
  }

  /** A message within this one, or the elements of a packed field. */
  ProtoBuffer message(int field, ProtoBuffer content) throws IOException {
    int size = content.size();
    reserve(size);
    out.writeByteArray(field, content.bytes, 0, size);
    return this;
  }

  /** Another number of a packed field. */
  void element(long value) throws IOException {
    reserve(MAX_VARINT);
    out.writeInt64NoTag(value);
  }

  /** Fields that were put together elsewhere. */
  ProtoBuffer fields(byte[] fields) throws IOException {
    reserve(fields.length);
    out.writeRawBytes(fields);
    return this;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size());
  }

  void writeTo(OutputStream target) throws IOException {
    target.write(bytes, 0, size());
  }

  /** Makes room for so many bytes, with a tag and a length before them. */
  private void reserve(int content) {
    int needed = content + 2 * MAX_VARINT;
    if (out.spaceLeft() < needed) {
      int size = size();
      bytes = Arrays.copyOf(bytes, Math.max(size + needed, bytes.length * 2));
      begin(size);
    }
  }
}
