package dev.cresset.exporter;

import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.Sample;
import java.io.IOException;
import java.io.OutputStream;
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

  private static final int BUFFER = 16 * 1024;

  private final OutputStream target;
  private final PprofTables tables = new PprofTables();
  private final Map<Labels, byte[]> encodedLabels = new HashMap<>();

  /** What has not gone to the target yet. */
  private final ProtoBuffer out = new ProtoBuffer();

  // The message at hand, and those within it.
  private final ProtoBuffer message = new ProtoBuffer();
  private final ProtoBuffer pair = new ProtoBuffer();
  private final ProtoBuffer values = new ProtoBuffer();

  PprofWriter(OutputStream target) {
    this.target = target;
  }

  void write(Profile profile) throws IOException {
    for (ProfileType type : profile.family().types()) {
      out.message(PROFILE_SAMPLE_TYPE, valueType(type));
    }
    writeFacts(profile);
    int types = profile.family().types().size();
    for (Sample sample : profile.samples()) {
      write(PROFILE_SAMPLE, sample(sample, types));
    }
    for (int location = 1; location <= tables.locations().size(); location++) {
      write(PROFILE_LOCATION, location(location));
    }
    for (int mapping = 0; mapping < tables.mappings(); mapping++) {
      write(PROFILE_MAPPING, mapping(mapping));
    }
    for (int function = 0; function < tables.functions(); function++) {
      write(PROFILE_FUNCTION, function(function));
    }
    // Last, since everything before may need one more.
    for (int string = 0; string < tables.strings(); string++) {
      out.text(PROFILE_STRING_TABLE, tables.stringAt(string));
      drain(BUFFER);
    }
    drain(0);
  }

  private void writeFacts(Profile profile) {
    out.number(PROFILE_TIME_NANOS, profile.startNanos());
    out.number(PROFILE_DURATION_NANOS, profile.durationNanos());
    out.message(PROFILE_PERIOD_TYPE, valueType(profile.periodType()));
    out.number(PROFILE_PERIOD, profile.period());
    for (String comment : profile.comments()) {
      out.number(PROFILE_COMMENT, tables.string(comment));
    }
    String type = profile.family().defaultType().name();
    out.number(PROFILE_DEFAULT_SAMPLE_TYPE, tables.string(type));
  }

  private void write(int field, ProtoBuffer content) throws IOException {
    out.message(field, content);
    drain(BUFFER);
  }

  /** Lets go of what is beyond so many bytes. */
  private void drain(int bytes) throws IOException {
    if (out.size() > bytes) {
      out.writeTo(target);
      out.clear();
    }
  }

  private ProtoBuffer valueType(ProfileType type) {
    return pair(tables.string(type.name()), tables.string(type.unit()));
  }

  private ProtoBuffer sample(Sample sample, int types) {
    byte[] labels = labels(sample.labels());
    values.clear();
    for (int i = 0; i < types; i++) {
      values.element(sample.value(i));
    }
    tables.locate(sample.stackTrace()).addTo(message.clear(), SAMPLE_LOCATION_ID);
    return message.message(SAMPLE_VALUE, values).fields(labels);
  }

  /** As the fields that they are in each sample. */
  private byte[] labels(Labels labels) {
    byte[] known = encodedLabels.get(labels);
    if (known == null) {
      message.clear();
      for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
        int key = tables.string(label.getKey());
        message.message(SAMPLE_LABEL, pair(key, tables.string(label.getValue())));
      }
      known = message.toByteArray();
      encodedLabels.put(labels, known);
    }
    return known;
  }

  private ProtoBuffer location(int location) {
    message
        .clear()
        .number(LOCATION_ID, location)
        .number(LOCATION_MAPPING_ID, tables.mappingId(location));
    LocationTable locations = tables.locations();
    for (int at = location; at != LocationTable.NONE; at = locations.outer(at)) {
      int frame = locations.frame(at);
      message.message(LOCATION_LINE, pair(tables.functionId(frame), tables.sourceLine(frame)));
    }
    return message;
  }

  private ProtoBuffer mapping(int mapping) {
    message
        .clear()
        .number(MAPPING_ID, mapping + 1)
        .number(MAPPING_FILENAME, tables.mappingFile(mapping));
    // All there is to know is here: a viewer must not look for a binary to read symbols from.
    for (int flag = MAPPING_HAS_FUNCTIONS; flag <= MAPPING_HAS_INLINE_FRAMES; flag++) {
      message.number(flag, 1);
    }
    return message;
  }

  private ProtoBuffer function(int function) {
    int name = tables.functionName(function);
    return message
        .clear()
        .number(FUNCTION_ID, function + 1)
        .number(FUNCTION_NAME, name)
        .number(FUNCTION_SYSTEM_NAME, name)
        .number(FUNCTION_FILENAME, tables.functionFile(function));
  }

  /** ValueType, Label and Line are each two numbers, as fields 1 and 2. */
  private ProtoBuffer pair(int first, int second) {
    return pair.clear().number(1, first).number(2, second);
  }
}
