package dev.cresset.exporter;

import static com.google.protobuf.CodedOutputStream.computeBoolSize;
import static com.google.protobuf.CodedOutputStream.computeInt64Size;
import static com.google.protobuf.CodedOutputStream.computeInt64SizeNoTag;
import static com.google.protobuf.CodedOutputStream.computeUInt32SizeNoTag;
import static com.google.protobuf.CodedOutputStream.computeUInt64Size;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.Sample;
import java.io.IOException;
import java.util.Map;

/**
 * Writes one profile as a {@code perftools.profiles.Profile} message. Samples go out as they are
 * visited; the tables they refer to follow them, as Protocol Buffers allow.
 */
final class PprofWriter {
  // Field numbers of profile.proto.
  private static final int PROFILE_SAMPLE_TYPE = 1;
  private static final int PROFILE_SAMPLE = 2;
  private static final int PROFILE_MAPPING = 3;
  private static final int PROFILE_LOCATION = 4;
  private static final int PROFILE_FUNCTION = 5;
  private static final int PROFILE_STRING_TABLE = 6;
  private static final int PROFILE_TIME_NANOS = 9;
  private static final int PROFILE_DURATION_NANOS = 10;
  private static final int PROFILE_PERIOD_TYPE = 11;
  private static final int PROFILE_PERIOD = 12;
  private static final int PROFILE_COMMENT = 13;
  private static final int PROFILE_DEFAULT_SAMPLE_TYPE = 14;
  private static final int SAMPLE_LOCATION_ID = 1;
  private static final int SAMPLE_VALUE = 2;
  private static final int SAMPLE_LABEL = 3;
  private static final int MAPPING_ID = 1;
  private static final int MAPPING_FILENAME = 5;
  private static final int MAPPING_HAS_FUNCTIONS = 7;
  private static final int MAPPING_HAS_INLINE_FRAMES = 10;
  private static final int LOCATION_ID = 1;
  private static final int LOCATION_MAPPING_ID = 2;
  private static final int LOCATION_LINE = 4;
  private static final int FUNCTION_ID = 1;
  private static final int FUNCTION_NAME = 2;
  private static final int FUNCTION_SYSTEM_NAME = 3;
  private static final int FUNCTION_FILENAME = 4;

  private final CodedOutputStream out;
  private final PprofTables tables = new PprofTables();

  /** Of the sample at hand. */
  private int[] locationIds = new int[128];

  PprofWriter(CodedOutputStream out) {
    this.out = out;
  }

  void write(Profile profile) throws IOException {
    for (ProfileType type : profile.family().types()) {
      writeValueType(PROFILE_SAMPLE_TYPE, type);
    }
    writeFacts(profile);
    int types = profile.family().types().size();
    for (Sample sample : profile.samples()) {
      writeSample(sample, types);
    }
    for (int location = 0; location < tables.locations(); location++) {
      writeLocation(location);
    }
    for (int mapping = 0; mapping < tables.mappings(); mapping++) {
      writeMapping(mapping);
    }
    for (int function = 0; function < tables.functions(); function++) {
      writeFunction(function);
    }
    // Last, since everything before may need one more.
    for (int string = 0; string < tables.strings(); string++) {
      out.writeString(PROFILE_STRING_TABLE, tables.stringAt(string));
    }
  }

  private void writeFacts(Profile profile) throws IOException {
    out.writeInt64(PROFILE_TIME_NANOS, profile.startNanos());
    out.writeInt64(PROFILE_DURATION_NANOS, profile.durationNanos());
    writeValueType(PROFILE_PERIOD_TYPE, profile.periodType());
    out.writeInt64(PROFILE_PERIOD, profile.period());
    for (String comment : profile.comments()) {
      out.writeInt64(PROFILE_COMMENT, tables.string(comment));
    }
    String type = profile.family().defaultType().name();
    out.writeInt64(PROFILE_DEFAULT_SAMPLE_TYPE, tables.string(type));
  }

  private void writeValueType(int field, ProfileType valueType) throws IOException {
    writePair(field, tables.string(valueType.name()), tables.string(valueType.unit()));
  }

  private void writeSample(Sample sample, int types) throws IOException {
    if (sample.stackTrace().depth() > locationIds.length) {
      locationIds = new int[sample.stackTrace().depth() * 2];
    }
    int depth = tables.locate(sample.stackTrace(), locationIds);
    int idBytes = 0;
    for (int i = 0; i < depth; i++) {
      idBytes += computeUInt32SizeNoTag(locationIds[i]);
    }
    int valueBytes = 0;
    for (int i = 0; i < types; i++) {
      valueBytes += computeInt64SizeNoTag(sample.value(i));
    }
    int labelBytes = labelsSize(sample.labels());

    start(PROFILE_SAMPLE, delimitedSize(idBytes) + delimitedSize(valueBytes) + labelBytes);
    start(SAMPLE_LOCATION_ID, idBytes);
    for (int i = 0; i < depth; i++) {
      out.writeUInt32NoTag(locationIds[i]);
    }
    start(SAMPLE_VALUE, valueBytes);
    for (int i = 0; i < types; i++) {
      out.writeInt64NoTag(sample.value(i));
    }
    for (Map.Entry<String, String> label : sample.labels().asMap().entrySet()) {
      writePair(SAMPLE_LABEL, tables.string(label.getKey()), tables.string(label.getValue()));
    }
  }

  private int labelsSize(Labels labels) {
    int size = 0;
    for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
      int key = tables.string(label.getKey());
      size += delimitedSize(pairSize(key, tables.string(label.getValue())));
    }
    return size;
  }

  private void writeLocation(int location) throws IOException {
    int mapping = tables.mappingId(location);
    int lines = tables.lines(location);
    int size = pairSize(location + 1, mapping);
    for (int i = 0; i < lines; i++) {
      int line = pairSize(tables.functionId(location, i), tables.sourceLine(location, i));
      size += delimitedSize(line);
    }
    start(PROFILE_LOCATION, size);
    out.writeUInt64(LOCATION_ID, location + 1);
    out.writeUInt64(LOCATION_MAPPING_ID, mapping);
    for (int i = 0; i < lines; i++) {
      writePair(LOCATION_LINE, tables.functionId(location, i), tables.sourceLine(location, i));
    }
  }

  private void writeMapping(int mapping) throws IOException {
    int file = tables.mappingFile(mapping);
    int flags = MAPPING_HAS_INLINE_FRAMES - MAPPING_HAS_FUNCTIONS + 1;
    start(
        PROFILE_MAPPING,
        computeUInt64Size(MAPPING_ID, mapping + 1)
            + computeInt64Size(MAPPING_FILENAME, file)
            + flags * computeBoolSize(MAPPING_HAS_FUNCTIONS, true));
    out.writeUInt64(MAPPING_ID, mapping + 1);
    out.writeInt64(MAPPING_FILENAME, file);
    // All there is to know is here: a viewer must not look for a binary to read symbols from.
    for (int flag = MAPPING_HAS_FUNCTIONS; flag <= MAPPING_HAS_INLINE_FRAMES; flag++) {
      out.writeBool(flag, true);
    }
  }

  private void writeFunction(int function) throws IOException {
    int name = tables.functionName(function);
    int file = tables.functionFile(function);
    start(
        PROFILE_FUNCTION,
        computeUInt64Size(FUNCTION_ID, function + 1)
            + computeInt64Size(FUNCTION_NAME, name)
            + computeInt64Size(FUNCTION_SYSTEM_NAME, name)
            + computeInt64Size(FUNCTION_FILENAME, file));
    out.writeUInt64(FUNCTION_ID, function + 1);
    out.writeInt64(FUNCTION_NAME, name);
    out.writeInt64(FUNCTION_SYSTEM_NAME, name);
    out.writeInt64(FUNCTION_FILENAME, file);
  }

  /** ValueType, Label and Line are each two numbers, as fields 1 and 2. */
  private void writePair(int field, int first, int second) throws IOException {
    start(field, pairSize(first, second));
    out.writeInt64(1, first);
    out.writeInt64(2, second);
  }

  /** Begins a field whose content, of so many bytes, follows. */
  private void start(int field, int size) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(size);
  }

  private static int pairSize(int first, int second) {
    return computeInt64Size(1, first) + computeInt64Size(2, second);
  }

  /** With tag and length; every field's number fits a tag of one byte. */
  private static int delimitedSize(int size) {
    return 1 + computeUInt32SizeNoTag(size) + size;
  }
}
