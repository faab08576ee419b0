package dev.cresset.collector.embedded;

import java.util.Arrays;

/**
 * Takes the header off all blocks of a streamed result but the first. The engine formats each block
 * as a result of its own, so that every one begins with the columns' names and types again, which a
 * reader would take for rows.
 */
final class RepeatedHeader {
  private static final String WITH_HEADER = "RowBinaryWithNamesAndTypes";

  private byte[] header;

  /** Whether blocks of a format make one result when they are put one behind the other. */
  static boolean canJoin(String format) {
    return switch (format) {
      case WITH_HEADER, "RowBinary", "TabSeparated", "TSV", "CSV", "JSONEachRow" -> true;
      default -> false;
    };
  }

  /** What to send of the next block. */
  byte[] strip(String format, byte[] block) {
    if (!format.equals(WITH_HEADER)) {
      return block;
    }
    if (header == null) {
      header = Arrays.copyOf(block, headerLength(block));
      return block;
    }
    if (!Arrays.equals(block, 0, Math.min(block.length, header.length), header, 0, header.length)) {
      throw new EngineException("A block of the result has another header than the first.");
    }
    return Arrays.copyOfRange(block, header.length, block.length);
  }

  /** The number of columns, then their names, then their types; numbers and lengths as LEB128. */
  private static int headerLength(byte[] block) {
    int[] position = {0};
    long columns = number(block, position);
    for (long i = 0; i < 2 * columns; i++) {
      long length = number(block, position);
      position[0] += (int) length;
    }
    return position[0];
  }

  private static long number(byte[] block, int[] position) {
    long number = 0;
    int shift = 0;
    byte next;
    do {
      next = block[position[0]++];
      number |= (long) (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return number;
  }
}
