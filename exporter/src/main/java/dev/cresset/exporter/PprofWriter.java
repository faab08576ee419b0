package dev.cresset.exporter;

import com.google.protobuf.CodedOutputStream;
import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.Sample;
import dev.cresset.profile.StackTrace;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes one profile as a {@code perftools.profiles.Profile} message. Samples go out as they are
 * visited; the tables they refer to by number follow them, which Protocol Buffers allows.
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
  private final Index<String> strings = new Index<>();
  private final Index<String> mappings = new Index<>();

  /** Name and file of each function: two string numbers in a long. */
  private final Index<Long> functions = new Index<>();

  private final Index<Frame> frames = new Index<>();
  private int[] functionOfFrame = new int[64];

  /** Each location's frames: what was inlined, and last the physical frame. */
  private final SequenceIndex locations = new SequenceIndex();

  // Of the sample being written; reused for the next one.
  private int[] frameNumbers = new int[128];
  private int[] locationIds = new int[128];

  PprofWriter(CodedOutputStream out) {
    this.out = out;
    strings.of("");
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
    writeLocations();
    writeMappings();
    writeFunctions();
    for (int i = 0; i < strings.size(); i++) {
      out.writeString(PROFILE_STRING_TABLE, strings.get(i));
    }
  }

  private void writeFacts(Profile profile) throws IOException {
    out.writeInt64(PROFILE_TIME_NANOS, profile.startNanos());
    out.writeInt64(PROFILE_DURATION_NANOS, profile.durationNanos());
    writeValueType(PROFILE_PERIOD_TYPE, profile.periodType());
    out.writeInt64(PROFILE_PERIOD, profile.period());
    for (String comment : profile.comments()) {
      out.writeInt64(PROFILE_COMMENT, strings.of(comment));
    }
    out.writeInt64(PROFILE_DEFAULT_SAMPLE_TYPE, strings.of(profile.family().defaultType().name()));
  }

  private void writeValueType(int field, ProfileType valueType) throws IOException {
    int type = strings.of(valueType.name());
    int unit = strings.of(valueType.unit());
    startMessage(field, pairSize(type, unit));
    writePair(type, unit);
  }

  private void writeSample(Sample sample, int types) throws IOException {
    int depth = locate(sample.stackTrace());
    int idBytes = 0;
    for (int i = 0; i < depth; i++) {
      idBytes += CodedOutputStream.computeUInt32SizeNoTag(locationIds[i]);
    }
    int valueBytes = 0;
    for (int i = 0; i < types; i++) {
      valueBytes += CodedOutputStream.computeInt64SizeNoTag(sample.value(i));
    }
    int labelBytes = labelsSize(sample.labels());

    startMessage(PROFILE_SAMPLE, delimitedSize(idBytes) + delimitedSize(valueBytes) + labelBytes);
    startMessage(SAMPLE_LOCATION_ID, idBytes);
    for (int i = 0; i < depth; i++) {
      out.writeUInt32NoTag(locationIds[i]);
    }
    startMessage(SAMPLE_VALUE, valueBytes);
    for (int i = 0; i < types; i++) {
      out.writeInt64NoTag(sample.value(i));
    }
    for (Map.Entry<String, String> label : sample.labels().asMap().entrySet()) {
      int key = strings.of(label.getKey());
      int value = strings.of(label.getValue());
      startMessage(SAMPLE_LABEL, pairSize(key, value));
      writePair(key, value);
    }
  }

  private int labelsSize(Labels labels) {
    int size = 0;
    for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
      size += delimitedSize(pairSize(strings.of(label.getKey()), strings.of(label.getValue())));
    }
    return size;
  }

  /**
   * Puts the stack's location ids into {@link #locationIds}.
   *
   * @return how many there are
   */
  private int locate(StackTrace stack) {
    int depth = stack.depth();
    if (depth > locationIds.length) {
      locationIds = new int[depth * 2];
      frameNumbers = new int[depth * 2];
    }
    int count = 0;
    int first = 0;
    for (int i = 0; i < depth; i++) {
      frameNumbers[i] = number(stack.frame(i));
      if (!isInlinedIntoNext(stack, i)) {
        locationIds[count++] = locations.of(frameNumbers, first, i + 1) + 1;
        first = i + 1;
      }
    }
    return count;
  }

  private static boolean isInlinedIntoNext(StackTrace stack, int i) {
    if (stack.frame(i).kind() != FrameKind.INLINED || i + 1 == stack.depth()) {
      return false;
    }
    FrameKind caller = stack.frame(i + 1).kind();
    return caller == FrameKind.JAVA || caller == FrameKind.INLINED;
  }

  private int number(Frame frame) {
    int number = frames.of(frame);
    if (number == functionOfFrame.length) {
      functionOfFrame = Arrays.copyOf(functionOfFrame, number * 2);
    }
    if (functionOfFrame[number] == 0) {
      long name = strings.of(frame.function());
      functionOfFrame[number] = functions.of(name << 32 | strings.of(frame.fileName())) + 1;
    }
    return number;
  }

  private void writeLocations() throws IOException {
    for (int location = 0; location < locations.size(); location++) {
      int lines = locations.length(location);
      int mapping = mappings.of(mapping(frames.get(locations.get(location, lines - 1)))) + 1;
      int size = pairSize(location + 1, mapping);
      for (int i = 0; i < lines; i++) {
        size += delimitedSize(lineSize(locations.get(location, i)));
      }
      startMessage(PROFILE_LOCATION, size);
      out.writeUInt64(LOCATION_ID, location + 1);
      out.writeUInt64(LOCATION_MAPPING_ID, mapping);
      for (int i = 0; i < lines; i++) {
        int frame = locations.get(location, i);
        startMessage(LOCATION_LINE, lineSize(frame));
        writePair(functionOfFrame[frame], frames.get(frame).line());
      }
    }
  }

  private int lineSize(int frame) {
    return pairSize(functionOfFrame[frame], frames.get(frame).line());
  }

  /** What tells the collector a location's kind of code, and viewers where it lies. */
  private static String mapping(Frame physical) {
    switch (physical.kind()) {
      case NATIVE:
        return physical.fileName().isEmpty() ? "[native]" : physical.fileName();
      case KERNEL:
        return "[kernel]";
      case VM:
        return "[vm]";
      case CLASS:
        return "[class]";
      default:
        return "[java]";
    }
  }

  private void writeMappings() throws IOException {
    for (int mapping = 0; mapping < mappings.size(); mapping++) {
      int filename = strings.of(mappings.get(mapping));
      int flags = MAPPING_HAS_INLINE_FRAMES - MAPPING_HAS_FUNCTIONS + 1;
      int flagBytes = flags * CodedOutputStream.computeBoolSize(MAPPING_HAS_FUNCTIONS, true);
      int size =
          CodedOutputStream.computeUInt64Size(MAPPING_ID, mapping + 1)
              + CodedOutputStream.computeInt64Size(MAPPING_FILENAME, filename)
              + flagBytes;
      startMessage(PROFILE_MAPPING, size);
      out.writeUInt64(MAPPING_ID, mapping + 1);
      out.writeInt64(MAPPING_FILENAME, filename);
      // All there is to know is here: a viewer must not look for a binary to read symbols from.
      for (int flag = MAPPING_HAS_FUNCTIONS; flag <= MAPPING_HAS_INLINE_FRAMES; flag++) {
        out.writeBool(flag, true);
      }
    }
  }

  private void writeFunctions() throws IOException {
    for (int function = 0; function < functions.size(); function++) {
      int name = (int) (functions.get(function) >>> 32);
      int file = (int) (long) functions.get(function);
      int size =
          CodedOutputStream.computeUInt64Size(FUNCTION_ID, function + 1)
              + CodedOutputStream.computeInt64Size(FUNCTION_NAME, name)
              + CodedOutputStream.computeInt64Size(FUNCTION_SYSTEM_NAME, name)
              + CodedOutputStream.computeInt64Size(FUNCTION_FILENAME, file);
      startMessage(PROFILE_FUNCTION, size);
      out.writeUInt64(FUNCTION_ID, function + 1);
      out.writeInt64(FUNCTION_NAME, name);
      out.writeInt64(FUNCTION_SYSTEM_NAME, name);
      out.writeInt64(FUNCTION_FILENAME, file);
    }
  }

  private void startMessage(int field, int size) throws IOException {
    out.writeTag(field, 2);
    out.writeUInt32NoTag(size);
  }

  /** A field of {@code size} bytes with its tag and length; all field numbers inside take one. */
  private static int delimitedSize(int size) {
    return 1 + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
  }

  /** The messages ValueType, Label and Line begin with two numbers, as fields 1 and 2. */
  private void writePair(int first, int second) throws IOException {
    out.writeInt64(1, first);
    out.writeInt64(2, second);
  }

  private static int pairSize(int first, int second) {
    return CodedOutputStream.computeInt64Size(1, first)
        + CodedOutputStream.computeInt64Size(2, second);
  }
}
