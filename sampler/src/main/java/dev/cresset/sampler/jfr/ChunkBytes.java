package dev.cresset.sampler.jfr;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of one chunk, and where in them one reads. Past their end, and for counts that they
 * cannot hold, it throws an {@link IndexOutOfBoundsException}. One thread.
 */
final class ChunkBytes {
  private static final int MAX_VARINT = 9;

  /** The bits that say that a number goes on. */
  private static final long CONTINUES = 0x8080808080808080L;

  private static final int NULL = 0;
  private static final int EMPTY = 1;
  private static final int CONSTANT = 2;
  private static final int UTF8 = 3;
  private static final int CHARS = 4;
  private static final int LATIN1 = 5;

  private final ByteBuffer bytes;
  private final int size;
  private int position;

  /**
   * @param chunk from its position to its limit
   */
  ChunkBytes(ByteBuffer chunk) {
    this.bytes = chunk.slice();
    this.size = bytes.limit();
  }

  int size() {
    return size;
  }

  int position() {
    return position;
  }

  void seek(int to) {
    if (to < 0 || to > size) {
      throw new IndexOutOfBoundsException(to + " in a chunk of " + size + " bytes");
    }
    position = to;
  }

  void skip(int count) {
    seek(position + count);
  }

  byte byteAt(int at) {
    return bytes.get(at);
  }

  long longAt(int at) {
    return bytes.getLong(at);
  }

  int varint() {
    return (int) varlong();
  }

  /** Seven bits a byte, the lowest first; of a ninth byte all eight. */
  long varlong() {
    int at = position;
    long value = bytes.get(at++);
    if (value < 0) {
      value &= 0x7f;
      for (int shift = 7; ; shift += 7) {
        long next = bytes.get(at++);
        if (at - position == MAX_VARINT) {
          value |= next << shift;
          break;
        }
        value |= (next & 0x7f) << shift;
        if (next >= 0) {
          break;
        }
      }
    }
    position = at;
    return value;
  }

  /** How many elements follow, each of a byte at least. */
  int count() {
    int count = varint();
    if (count < 0 || count > size - position) {
      throw new IndexOutOfBoundsException(
          count + " elements where " + (size - position) + " bytes are left");
    }
    return count;
  }

  /** Eight bytes at a time: those that end a number do not have their highest bit set. */
  void skipVarints(long count) {
    int at = position;
    long left = count;
    while (at + Long.BYTES <= size) {
      int ends = Long.bitCount(~bytes.getLong(at) & CONTINUES);
      if (ends >= left) {
        break;
      }
      left -= ends;
      at += Long.BYTES;
    }
    while (left > 0) {
      left -= bytes.get(at++) >>> 31 == 0 ? 1 : 0;
    }
    position = at;
  }

  /** How many bytes are the same before both ends, up to a limit. */
  int common(int oneEnd, int otherEnd, int limit) {
    int same = Long.BYTES;
    while (same <= limit && bytes.getLong(oneEnd - same) == bytes.getLong(otherEnd - same)) {
      same += Long.BYTES;
    }
    same -= Long.BYTES;
    while (same < limit && bytes.get(oneEnd - same - 1) == bytes.get(otherEnd - same - 1)) {
      same++;
    }
    return same;
  }

  /** How many numbers end in a range. */
  int ends(int from, int to) {
    int ends = 0;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      ends += Long.bitCount(~bytes.getLong(at) & CONTINUES);
    }
    for (; at < to; at++) {
      ends += bytes.get(at) >= 0 ? 1 : 0;
    }
    return ends;
  }

  void skipString() {
    int encoding = bytes.get(position++);
    switch (encoding) {
      case NULL:
      case EMPTY:
        return;
      case CONSTANT:
        varlong();
        return;
      case CHARS:
        skipVarints(count());
        return;
      case UTF8:
      case LATIN1:
        skip(count());
        return;
      default:
        throw new IndexOutOfBoundsException("no string is encoded as " + encoding);
    }
  }

  /**
   * @param at where a string begins that was skipped before
   * @param constants positions of strings that others refer to
   * @return null if there is none
   */
  String string(int at, ConstantTable constants) {
    seek(at + 1);
    switch (bytes.get(at)) {
      case EMPTY:
        return "";
      case CONSTANT:
        int row = constants.find(varlong());
        int constant = row < 0 ? 0 : constants.position(row, 0);
        return constant == 0 || bytes.get(constant) == CONSTANT
            ? null
            : string(constant, constants);
      case UTF8:
        return text(StandardCharsets.UTF_8);
      case CHARS:
        return chars();
      case LATIN1:
        return text(StandardCharsets.ISO_8859_1);
      default:
        return null;
    }
  }

  private String text(Charset charset) {
    byte[] text = new byte[count()];
    for (int i = 0; i < text.length; i++) {
      text[i] = bytes.get(position++);
    }
    return new String(text, charset);
  }

  private String chars() {
    char[] chars = new char[count()];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) varint();
    }
    return new String(chars);
  }
}
