package dev.cresset.collector.pprof;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Ids made of what they stand for, so that every collector at every time comes to the same: XXH3 of
 * the content, 64 bits. They are stored: no change here without a new table.
 */
final class CanonicalIds {
  /** The set without labels has this id, and nothing else has. */
  private static final long EMPTY = 0;

  /** Longer ones are rare, and hashed without a copy. */
  private static final int MAX_CHARS = 2000;

  /** Lengths of six texts, three numbers, a long one and a byte. */
  private static final int NUMBERS = 6 * 4 + 3 * 4 + 8 + 1;

  private static final ValueLayout.OfChar CHAR =
      ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Hasher64 hashing = Hashing.xxh3_64();
  private final HashStream64 hash = hashing.hashStream();
  private final char[] chars = new char[MAX_CHARS];
  private final ByteBuffer bytes =
      ByteBuffer.allocate(2 * MAX_CHARS + NUMBERS).order(ByteOrder.LITTLE_ENDIAN);
  private final MemorySegment segment = MemorySegment.ofArray(bytes.array());

  long frame(
      String function, String className, String file, int line, FrameKind kind, DebugInfo more) {
    int length =
        function.length()
            + className.length()
            + file.length()
            + more.systemName().length()
            + more.mapping().length()
            + more.buildId().length();
    return length > MAX_CHARS
        ? longFrame(function, className, file, line, kind, more)
        : shortFrame(function, className, file, line, kind, more);
  }

  private long longFrame(
      String function, String className, String file, int line, FrameKind kind, DebugInfo more) {
    return finish(
        hash.reset()
            .putString(function)
            .putString(className)
            .putString(file)
            .putInt(line)
            .putByte((byte) kind.ordinal())
            .putString(more.systemName())
            .putInt(more.startLine())
            .putInt(more.column())
            .putString(more.mapping())
            .putString(more.buildId())
            .putLong(more.address()));
  }

  /** The same bytes, written into one array first. */
  private long shortFrame(
      String function, String className, String file, int line, FrameKind kind, DebugInfo more) {
    bytes.clear();
    put(function);
    put(className);
    put(file);
    bytes.putInt(line).put((byte) kind.ordinal());
    put(more.systemName());
    bytes.putInt(more.startLine()).putInt(more.column());
    put(more.mapping());
    put(more.buildId());
    bytes.putLong(more.address());
    return orOne(hashing.hashBytesToLong(bytes.array(), 0, bytes.position()));
  }

  private void put(String text) {
    int length = text.length();
    text.getChars(0, length, chars, 0);
    MemorySegment.copy(chars, 0, segment, CHAR, bytes.position(), length);
    bytes.position(bytes.position() + 2 * length).putInt(length);
  }

  /**
   * @param frames ids of the frames, leaf first
   */
  long stack(long[] frames) {
    int length = Long.BYTES * frames.length;
    if (length > bytes.capacity() - Integer.BYTES) {
      return finish(hash.reset().putLongArray(frames));
    }
    // The same bytes, written into one array first.
    MemorySegment.copy(frames, 0, segment, LONG, 0, frames.length);
    bytes.putInt(length, frames.length);
    return orOne(hashing.hashBytesToLong(bytes.array(), 0, length + Integer.BYTES));
  }

  /**
   * @param labels in order
   */
  long labelSet(List<Label> labels) {
    if (labels.isEmpty()) {
      return EMPTY;
    }
    hash.reset();
    for (Label label : labels) {
      hash.putString(label.name())
          .putString(label.text())
          .putLong(label.number())
          .putString(label.unit());
    }
    return finish(hash);
  }

  private static long finish(HashStream64 hash) {
    return orOne(hash.getAsLong());
  }

  private static long orOne(long id) {
    return id == EMPTY ? 1 : id;
  }
}
