package dev.cresset.collector.pprof;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything in a profile but its samples, which refer to it and may come before it; they are only
 * counted. Read field by field, so that no limit is broken before it is checked.
 */
final class PprofTables {
  /** More than any profiler has; pprof itself shows one at a time. */
  private static final int MAX_SAMPLE_TYPES = 16;

  /** Bytes of memory for an entry of a table, beside the numbers it has. */
  private static final int ENTRY = 64;

  /** And for one of the table of strings. */
  private static final int STRING = 20;

  /** How many numbers say what a line of a location is. */
  static final int LINE = 3;

  private final PprofLimits limits;
  private final Memory memory;

  final StringTable strings;
  final List<long[]> sampleTypes = new ArrayList<>();
  final IdIndex mappings = new IdIndex("mapping");
  final IdIndex locations = new IdIndex("location");
  final IdIndex functions = new IdIndex("function");

  /** Of each mapping: its file's name and build id, where it starts, and where in the file. */
  final List<long[]> mappingRows = new ArrayList<>();

  /** Of each location: mapping, address, then function, line and column in turns, leaf first. */
  final List<long[]> locationRows = new ArrayList<>();

  /** Of each function: name, system name, file, and where it starts. */
  final List<long[]> functionRows = new ArrayList<>();

  final List<Long> comments = new ArrayList<>();
  long timeNanos;
  long durationNanos;
  long period;
  private int samples;
  private int lines;
  private final LongList locationRow = new LongList();

  PprofTables(byte[] profile, PprofLimits limits, Memory memory)
      throws PprofException, NoRoomException, IOException {
    this.limits = limits;
    this.memory = memory;
    this.strings = new StringTable(profile, memory);
    CodedInputStream in = CodedInputStream.newInstance(profile);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      field(in, tag);
    }
  }

  private void field(CodedInputStream in, int tag)
      throws PprofException, NoRoomException, IOException {
    switch (WireFormat.getTagFieldNumber(tag)) {
      case 1 -> sampleType(in);
      case 2 -> sample(in, tag);
      case 3 -> mapping(in);
      case 4 -> location(in);
      case 5 -> function(in);
      case 6 -> string(in);
      case 9 -> timeNanos = in.readInt64();
      case 10 -> durationNanos = in.readInt64();
      case 12 -> period = in.readInt64();
      case 13 -> comment(in, tag);
      default -> in.skipField(tag);
    }
  }

  private void sampleType(CodedInputStream in) throws PprofException, IOException {
    sampleTypes.add(numbers(in, 2));
    if (sampleTypes.size() > MAX_SAMPLE_TYPES) {
      throw new PprofException("The profile has more than " + MAX_SAMPLE_TYPES + " sample types");
    }
  }

  private void sample(CodedInputStream in, int tag) throws PprofException, IOException {
    limits.samples().check("The number of samples is at least", ++samples);
    in.skipField(tag);
  }

  private void mapping(CodedInputStream in) throws PprofException, NoRoomException, IOException {
    long[] row = numbers(in, 6);
    memory.take(ENTRY + 32);
    mappings.add(row[0]);
    mappingRows.add(new long[] {row[4], row[5], row[1], row[3]});
    limits.tableEntries().check("The number of mappings is at least", mappings.size());
  }

  private void function(CodedInputStream in) throws PprofException, NoRoomException, IOException {
    long[] row = numbers(in, 5);
    memory.take(ENTRY + 32);
    functions.add(row[0]);
    functionRows.add(new long[] {row[1], row[2], row[3], row[4]});
    limits.tableEntries().check("The number of functions is at least", functions.size());
  }

  private void string(CodedInputStream in) throws PprofException, NoRoomException, IOException {
    int length = in.readRawVarint32();
    int offset = in.getTotalBytesRead();
    in.skipRawBytes(length);
    limits.stringLength().check("The length of a name in bytes is", length);
    memory.take(STRING);
    strings.add(offset, length);
    limits.tableEntries().check("The number of strings is at least", strings.size());
  }

  private void comment(CodedInputStream in, int tag)
      throws PprofException, NoRoomException, IOException {
    LongList indices = new LongList();
    readInt64s(in, tag, indices, limits.labels().maximum());
    memory.take((long) ENTRY * indices.size());
    for (int i = 0; i < indices.size(); i++) {
      comments.add(indices.get(i));
    }
    limits.labels().check("The number of comments is at least", comments.size());
  }

  private void location(CodedInputStream in) throws PprofException, NoRoomException, IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    LongList row = locationRow;
    row.clear();
    row.add(0);
    row.add(0);
    long id = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> id = in.readUInt64();
        case 2 -> row.set(0, in.readUInt64());
        case 3 -> row.set(1, in.readUInt64());
        case 4 -> {
          limits.tableEntries().check("The number of the locations' lines is at least", ++lines);
          memory.take(LINE * Long.BYTES);
          for (long number : numbers(in, LINE)) {
            row.add(number);
          }
        }
        default -> in.skipField(tag);
      }
    }
    in.popLimit(outer);
    memory.take(ENTRY + 2 * Long.BYTES);
    locations.add(id);
    locationRows.add(row.toArray());
    limits.tableEntries().check("The number of locations is at least", locations.size());
  }

  /** A message whose fields 1 to {@code count} are numbers; others are skipped. */
  static long[] numbers(CodedInputStream in, int count) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    long[] numbers = new long[count];
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (field <= count && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
        numbers[field - 1] = in.readInt64();
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(outer);
    return numbers;
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
