package dev.cresset.collector.pprof;

import com.dynatrace.hash4j.hashing.Hasher64;
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

  /** For a line of a location, the room to grow included. */
  private static final int LINE = 3 * 3 * Long.BYTES;

  /** And for one of the table of strings. */
  private static final int STRING = 20;

  private final PprofLimits limits;
  private final Memory memory;

  final StringTable strings;
  final List<long[]> sampleTypes = new ArrayList<>();
  final IdIndex mappings = new IdIndex("mapping");
  final IdIndex locations = new IdIndex("location");
  final IdIndex functions = new IdIndex("function");

  /** Of each mapping: its file's name and build id, where it starts, and where in the file. */
  final Rows mappingRows = new Rows(4);

  /** Of each location: mapping, address, and how many lines there are before its own. */
  final Rows locationRows = new Rows(3);

  /** Of each location's lines, leaf first: function, line and column. */
  final Rows lines = new Rows(3);

  /** Of each function: name, system name, file, and where it starts. */
  final Rows functionRows = new Rows(4);

  final List<Long> comments = new ArrayList<>();
  long timeNanos;
  long durationNanos;
  long period;

  /** Where the first sample's field begins. */
  int firstSample;

  int samples;

  /** Of the entry that is being read. */
  private final long[] fields = new long[6];

  PprofTables(byte[] profile, PprofLimits limits, Hasher64 hashing, Memory memory)
      throws PprofException, NoRoomException, IOException {
    this.limits = limits;
    this.memory = memory;
    this.strings = new StringTable(profile, hashing, memory);
    CodedInputStream in = CodedInputStream.newInstance(profile);
    int start = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      field(in, tag, start);
      start = in.getTotalBytesRead();
    }
  }

  private void field(CodedInputStream in, int tag, int start)
      throws PprofException, NoRoomException, IOException {
    switch (WireFormat.getTagFieldNumber(tag)) {
      case 1 -> sampleType(in);
      case 2 -> sample(in, tag, start);
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
    sampleTypes.add(NumberFields.numbers(in, 2));
    if (sampleTypes.size() > MAX_SAMPLE_TYPES) {
      throw new PprofException("The profile has more than " + MAX_SAMPLE_TYPES + " sample types");
    }
  }

  private void sample(CodedInputStream in, int tag, int start) throws PprofException, IOException {
    if (samples == 0) {
      firstSample = start;
    }
    limits.samples().check("The number of samples is at least", ++samples);
    in.skipField(tag);
  }

  private void mapping(CodedInputStream in) throws PprofException, NoRoomException, IOException {
    NumberFields.read(in, fields);
    memory.take(ENTRY + 32);
    mappings.add(fields[0]);
    mappingRows.add(fields[4]);
    mappingRows.add(fields[5]);
    mappingRows.add(fields[1]);
    mappingRows.add(fields[3]);
    limits.tableEntries().check("The number of mappings is at least", mappings.size());
  }

  private void function(CodedInputStream in) throws PprofException, NoRoomException, IOException {
    NumberFields.read(in, fields);
    memory.take(ENTRY + 32);
    functions.add(fields[0]);
    for (int field = 1; field <= 4; field++) {
      functionRows.add(fields[field]);
    }
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
    NumberFields.readInt64s(in, tag, indices, limits.labels().maximum());
    memory.take((long) ENTRY * indices.size());
    for (int i = 0; i < indices.size(); i++) {
      comments.add(indices.get(i));
    }
    limits.labels().check("The number of comments is at least", comments.size());
  }

  private void location(CodedInputStream in) throws PprofException, NoRoomException, IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    int firstLine = lines.size();
    long id = 0;
    long mapping = 0;
    long address = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> id = in.readUInt64();
        case 2 -> mapping = in.readUInt64();
        case 3 -> address = in.readUInt64();
        case 4 -> line(in);
        default -> in.skipField(tag);
      }
    }
    in.popLimit(outer);
    memory.take(ENTRY + 2 * Long.BYTES);
    locations.add(id);
    locationRows.add(mapping);
    locationRows.add(address);
    locationRows.add(firstLine);
    limits.tableEntries().check("The number of locations is at least", locations.size());
  }

  private void line(CodedInputStream in) throws PprofException, NoRoomException, IOException {
    limits.tableEntries().check("The number of the locations' lines is at least", lines.size() + 1);
    memory.take(LINE);
    NumberFields.read(in, fields);
    for (int field = 0; field < 3; field++) {
      lines.add(fields[field]);
    }
  }

  /** What there is to know of a location's mapping; 0, an empty string, if it has none. */
  long mappingOf(int location, int column) throws PprofException {
    long id = locationRows.get(location, 0);
    return id == 0 ? 0 : mappingRows.get(mappings.indexOf(id), column);
  }

  /** Where a location's lines end. */
  int endOfLines(int location) {
    return location + 1 < locationRows.size()
        ? (int) locationRows.get(location + 1, 2)
        : lines.size();
  }
}
