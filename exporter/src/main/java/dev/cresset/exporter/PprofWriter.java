package dev.cresset.exporter;

import static com.google.protobuf.CodedOutputStream.computeBoolSize;
import static com.google.protobuf.CodedOutputStream.computeInt64Size;
import static com.google.protobuf.CodedOutputStream.computeUInt32SizeNoTag;
import static com.google.protobuf.CodedOutputStream.computeUInt64Size;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.Sample;
import java.io.IOException;
import java.util.HashMap;
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

  private final Map<Labels, byte[]> encodedLabels = new HashMap<>();
  private final Varints fields = new Varints();

  // Of the sample at hand.
  private final Varints locationIds = new Varints();
  private final Varints values = new Varints();

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
    locationIds.clear();
    tables.locate(sample.stackTrace(), locationIds);
    values.clear();
    for (int i = 0; i < types; i++) {
      values.add(sample.value(i));
    }
    byte[] labels = labels(sample.labels());

    start(
        PROFILE_SAMPLE,
        delimitedSize(locationIds.size()) + delimitedSize(values.size()) + labels.length);
    start(SAMPLE_LOCATION_ID, locationIds.size());
    locationIds.writeTo(out);
    start(SAMPLE_VALUE, values.size());
    values.writeTo(out);
    out.write(labels, 0, labels.length);
  }

  /** As the fields that they are in each sample. */
  private byte[] labels(Labels labels) {
    byte[] known = encodedLabels.get(labels);
    if (known == null) {
      known = encode(labels);
      encodedLabels.put(labels, known);
    }
    return known;
  }

  private byte[] encode(Labels labels) {
    fields.clear();
    for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
      int key = tables.string(label.getKey());
      int value = tables.string(label.getValue());
      fields.add(tag(SAMPLE_LABEL, WireFormat.WIRETYPE_LENGTH_DELIMITED));
      fields.add(pairSize(key, value));
      fields.add(tag(1, WireFormat.WIRETYPE_VARINT));
      fields.add(key);
      fields.add(tag(2, WireFormat.WIRETYPE_VARINT));
      fields.add(value);
    }
    return fields.toByteArray();
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

  private static int tag(int field, int wireType) {
    return field << 3 | wireType;
  }

  private static int pairSize(int first, int second) {
    return computeInt64Size(1, first) + computeInt64Size(2, second);
  }

  /** With tag and length; every field's number fits a tag of one byte. */
  private static int delimitedSize(int size) {
    return 1 + computeUInt32SizeNoTag(size) + size;
  }
}
