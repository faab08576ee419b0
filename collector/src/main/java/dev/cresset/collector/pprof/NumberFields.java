package dev.cresset.collector.pprof;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Arrays;

/** Reads fields that are numbers. */
final class NumberFields {
  private NumberFields() {}

  /** A message whose fields 1 to {@code count} are numbers; others are skipped. */
  static long[] numbers(CodedInputStream in, int count) throws IOException {
    long[] numbers = new long[count];
    read(in, numbers);
    return numbers;
  }

  /** Makes fields from 1 on the elements of an array; others are skipped. */
  static void read(CodedInputStream in, long[] numbers) throws IOException {
    Arrays.fill(numbers, 0);
    int outer = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (field <= numbers.length && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
        numbers[field - 1] = in.readInt64();
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(outer);
  }

  /**
   * A repeated number, packed or not. Of more than {@code most} one more is kept, for a check to
   * find: eight bytes for each of a bomb's would take all memory.
   */
  static void readInt64s(CodedInputStream in, int tag, LongList numbers, long most)
      throws IOException {
    if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      int outer = in.pushLimit(in.readRawVarint32());
      while (in.getBytesUntilLimit() > 0) {
        keep(in.readInt64(), numbers, most);
      }
      in.popLimit(outer);
    } else {
      keep(in.readInt64(), numbers, most);
    }
  }

  private static void keep(long number, LongList numbers, long most) {
    if (numbers.size() <= most) {
      numbers.add(number);
    }
  }
}
