package dev.cresset.collector.embedded;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import java.util.Set;

/**
 * How a streamed result's blocks become one result. The engine formats each block as if it were a
 * result by itself: with a format whose results begin with a header, each block does, and all but
 * the first header have to go. A reader that takes them for rows reads nonsense without noticing.
 */
final class BlockFormat {
  private static final String WITH_HEADER = "rowbinarywithnamesandtypes";

  /** Formats in which two results one after the other are one result. */
  private static final Set<String> PLAIN =
      Set.of("rowbinary", "tabseparated", "tsv", "csv", "jsoneachrow");

  private final boolean withHeader;
  private MemorySegment header;

  private BlockFormat(boolean withHeader) {
    this.withHeader = withHeader;
  }

  /** Whether results of the format can be made block by block. */
  static boolean isStreamable(String format) {
    String name = format.toLowerCase(Locale.ROOT);
    return name.equals(WITH_HEADER) || PLAIN.contains(name);
  }

  /** For the blocks of one result. */
  static BlockFormat of(String format) {
    return new BlockFormat(format.toLowerCase(Locale.ROOT).equals(WITH_HEADER));
  }

  /** The part of the block that belongs into the result. */
  MemorySegment next(MemorySegment block) {
    if (!withHeader) {
      return block;
    }
    if (header == null) {
      // A copy, as the block is gone after this call.
      byte[] copy = block.asSlice(0, headerLength(block)).toArray(ValueLayout.JAVA_BYTE);
      header = MemorySegment.ofArray(copy);
      return block;
    }
    long length = header.byteSize();
    if (block.byteSize() < length || header.mismatch(block.asSlice(0, length)) >= 0) {
      throw new EngineException("A block of the result does not begin with the result's header");
    }
    return block.asSlice(length);
  }

  /** The number of columns, then so many names, then so many types; all with their lengths. */
  private static long headerLength(MemorySegment block) {
    Cursor cursor = new Cursor(block);
    long columns = cursor.varint();
    for (long i = 0; i < 2 * columns; i++) {
      long length = cursor.varint();
      cursor.offset += length;
    }
    return cursor.offset;
  }

  private static final class Cursor {
    private final MemorySegment block;
    private long offset;

    Cursor(MemorySegment block) {
      this.block = block;
    }

    long varint() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = block.get(ValueLayout.JAVA_BYTE, offset++);
        value |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
    }
  }
}
