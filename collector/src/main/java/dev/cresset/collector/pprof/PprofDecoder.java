package dev.cresset.collector.pprof;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads pprof files that nobody vouches for. One decodes one profile.
 *
 * @see <a href="https://github.com/google/pprof/blob/main/proto/profile.proto">The format</a>
 */
public final class PprofDecoder {
  /** Sums stay exact wherever they end up, in a browser's numbers too. */
  private static final long MAX_TOTAL = 1L << 53;

  private final byte[] profile;
  private final PprofLimits limits;
  private final PprofTables tables;
  private final CanonicalIds ids = new CanonicalIds();
  private final TextBudget text;
  private final FrameTable frames;
  private final MergedSamples merged;

  private final List<DecodedProfile.Stack> stacks = new ArrayList<>();
  private final List<DecodedProfile.LabelSet> labelSets = new ArrayList<>();
  private final Set<Long> knownStacks = new HashSet<>();
  private final Set<Long> knownLabelSets = new HashSet<>();
  private long stackFrames;
  private long labelSetLabels;

  private PprofDecoder(byte[] profile, PprofLimits limits) throws PprofException, IOException {
    this.profile = profile;
    this.limits = limits;
    this.tables = new PprofTables(profile, limits);
    this.text = new TextBudget(limits.uncompressedSize());
    this.frames = new FrameTable(tables, ids, text);
    this.merged = new MergedSamples(tables.sampleTypes.size());
  }

  /**
   * Unpacks a profile that may be gzipped, so that its real size is known.
   *
   * @param room for what is unpacked
   * @throws PprofException if it cannot be unpacked or is too large
   * @throws NoRoomException if the room does not do
   */
  public static byte[] unpack(byte[] pprof, PprofLimits limits, Room room)
      throws PprofException, NoRoomException {
    return Gunzip.unpack(pprof, limits, room);
  }

  /**
   * Decodes a profile that has been unpacked.
   *
   * @throws PprofException if it is malformed or breaks a limit
   */
  public static DecodedProfile decode(byte[] profile, PprofLimits limits) throws PprofException {
    try {
      return new PprofDecoder(profile, limits).decode();
    } catch (IOException e) {
      throw new PprofException(
          "This is no pprof profile (perftools.profiles.Profile), or it is cut short: "
              + e.getMessage());
    }
  }

  private DecodedProfile decode() throws PprofException, IOException {
    requireHeader();
    CodedInputStream in = CodedInputStream.newInstance(profile);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == 2) {
        sample(in);
      } else {
        in.skipField(tag);
      }
    }
    return new DecodedProfile(
        Instant.ofEpochSecond(0, tables.timeNanos),
        tables.durationNanos,
        tables.period,
        comments(),
        frames.frames(),
        stacks,
        labelSets,
        merged.stackIds(),
        merged.labelSetIds(),
        measures());
  }

  private void requireHeader() throws PprofException {
    if (tables.sampleTypes.isEmpty()) {
      throw new PprofException(
          "This is no pprof profile (perftools.profiles.Profile): it has no sample types");
    }
    Set<String> names = new HashSet<>();
    for (int type = 0; type < tables.sampleTypes.size(); type++) {
      String name = typeName(type);
      if (name.isEmpty() || !names.add(name)) {
        throw new PprofException(
            "The profile's sample types must have different names; one is '%s'".formatted(name));
      }
    }
    if (tables.timeNanos <= 0) {
      throw new PprofException(
          "The profile does not say when it was taken: set time_nanos, it is " + tables.timeNanos);
    }
    if (tables.durationNanos < 0 || tables.period < 0) {
      throw new PprofException(
          "The profile's duration is %d and its period %d: neither can be negative"
              .formatted(tables.durationNanos, tables.period));
    }
  }

  private void sample(CodedInputStream in) throws PprofException, IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    LongList locations = new LongList();
    LongList values = new LongList();
    SortedMap<String, String> labels = new TreeMap<>();
    int labelCount = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> {
          PprofTables.readInt64s(in, tag, locations, limits.depth().maximum());
          limits.depth().check("The depth of a stack trace is at least", locations.size());
        }
        case 2 -> PprofTables.readInt64s(in, tag, values, tables.sampleTypes.size());
        case 3 -> {
          limits.labels().check("The number of a sample's labels is at least", ++labelCount);
          label(in, labels);
        }
        default -> in.skipField(tag);
      }
    }
    in.popLimit(outer);
    merge(locations, labels, values);
  }

  private void label(CodedInputStream in, Map<String, String> labels)
      throws PprofException, IOException {
    long[] label = PprofTables.numbers(in, 4);
    String name = tables.strings.get(label[0]);
    String unit = tables.strings.get(label[3]);
    String value =
        label[2] == 0 && label[1] != 0
            ? tables.strings.get(label[1])
            : label[1] == 0 && label[2] == 0 && unit.isEmpty()
                ? ""
                : unit.isEmpty() ? Long.toString(label[2]) : label[2] + " " + unit;
    // A name may come twice; both values are true.
    String both = labels.merge(name, value, (first, second) -> first + ", " + second);
    limits.stringLength().check("The length of a label's values together is", both.length());
  }

  private void merge(LongList locations, SortedMap<String, String> labels, LongList values)
      throws PprofException {
    if (values.size() != tables.sampleTypes.size()) {
      throw new PprofException(
          "A sample has %s%d values, but the profile has %d sample types"
              .formatted(
                  values.size() > tables.sampleTypes.size() ? "at least " : "",
                  values.size(),
                  tables.sampleTypes.size()));
    }
    for (int type = 0; type < values.size(); type++) {
      if (values.get(type) < 0) {
        throw new PprofException(
            "A sample has the negative value %d of %s".formatted(values.get(type), typeName(type)));
      }
    }
    int overflowing = merged.add(stack(locations), labelSet(labels), values, MAX_TOTAL);
    if (overflowing >= 0) {
      throw new PprofException(
          "The values of %s add up to more than %d (2^53)"
              .formatted(typeName(overflowing), MAX_TOTAL));
    }
  }

  private long stack(LongList locations) throws PprofException {
    LongList stack = new LongList();
    for (int i = 0; i < locations.size(); i++) {
      for (long frame : frames.framesOf(locations.get(i))) {
        stack.add(frame);
      }
      limits.depth().check("The depth of a stack trace is at least", stack.size());
    }
    long[] stackFrameIds = stack.toArray();
    long id = ids.stack(stackFrameIds);
    if (knownStacks.add(id)) {
      stacks.add(new DecodedProfile.Stack(id, stackFrameIds));
      stackFrames += stackFrameIds.length;
      limits.frames().check("The stack traces' frames together are at least", stackFrames);
    }
    return id;
  }

  private long labelSet(SortedMap<String, String> labels) throws PprofException {
    long id = ids.labelSet(labels);
    if (!labels.isEmpty() && knownLabelSets.add(id)) {
      for (Map.Entry<String, String> label : labels.entrySet()) {
        text.take(label.getKey(), label.getValue());
      }
      labelSets.add(new DecodedProfile.LabelSet(id, labels));
      labelSetLabels += labels.size();
      limits.tableEntries().check("The different labels are at least", labelSetLabels);
    }
    return id;
  }

  private List<String> comments() throws PprofException {
    List<String> comments = new ArrayList<>();
    for (long index : tables.comments) {
      comments.add(tables.strings.get(index));
    }
    return comments;
  }

  /** What was measured, with {@code samples/count} as the weight of the rest if it is there. */
  private List<DecodedProfile.Measure> measures() throws PprofException {
    int weights = -1;
    for (int type = 0; type < tables.sampleTypes.size(); type++) {
      if (typeName(type).equals("samples") && unit(type).equals("count")) {
        weights = type;
      }
    }
    List<DecodedProfile.Measure> measures = new ArrayList<>();
    for (int type = 0; type < tables.sampleTypes.size(); type++) {
      if (type != weights || tables.sampleTypes.size() == 1) {
        long[] samples = weights < 0 ? merged.counts(type) : merged.values(weights);
        measures.add(
            new DecodedProfile.Measure(typeName(type), unit(type), merged.values(type), samples));
      }
    }
    return measures;
  }

  private String typeName(int type) throws PprofException {
    return tables.strings.get(tables.sampleTypes.get(type)[0]);
  }

  private String unit(int type) throws PprofException {
    return tables.strings.get(tables.sampleTypes.get(type)[1]);
  }
}
