package dev.cresset.collector.pprof;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads pprof files that nobody vouches for. One decodes one profile.
 *
 * @see <a href="https://github.com/google/pprof/blob/main/proto/profile.proto">The format</a>
 */
public final class PprofDecoder {
  /** Sums stay exact wherever they end up, in a browser's numbers too. */
  private static final long MAX_TOTAL = 1L << 53;

  /** How long a profile is of that does not say; what is in use for no time would be nothing. */
  private static final long SNAPSHOT_NANOS = 1_000_000_000;

  private final byte[] profile;
  private final PprofTables tables;
  private final FrameTable frames;
  private final Stacks stacks;
  private final LabelSets labelSets;
  private final SampleFields sample;
  private final MergedSamples merged;

  private PprofDecoder(byte[] profile, PprofLimits limits, FrameCache cache, Room room)
      throws PprofException, NoRoomException, IOException {
    Memory memory = new Memory(room);
    CanonicalIds ids = new CanonicalIds();
    TextBudget text = new TextBudget(limits.uncompressedSize());
    this.profile = profile;
    this.tables = new PprofTables(profile, limits, cache.hashing(), memory);
    this.frames = new FrameTable(tables, ids, cache, text, memory);
    this.stacks = new Stacks(frames, limits, ids, cache.hashing(), memory);
    this.labelSets = new LabelSets(tables, limits, ids, cache.hashing(), text, memory);
    this.sample = new SampleFields(profile, limits, tables.sampleTypes.size(), memory);
    this.merged = new MergedSamples(tables.sampleTypes.size(), cache.hashing(), memory);
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
   * @param cache of what was met in other profiles
   * @param room for what decoding takes, the profile itself not included
   * @throws PprofException if it is malformed or breaks a limit
   * @throws NoRoomException if the room does not do
   */
  public static DecodedProfile decode(
      byte[] profile, PprofLimits limits, FrameCache cache, Room room)
      throws PprofException, NoRoomException {
    try {
      return new PprofDecoder(profile, limits, cache, room).decode();
    } catch (IOException e) {
      throw new PprofException(
          "This is no pprof profile (perftools.profiles.Profile), or it is cut short: "
              + e.getMessage());
    }
  }

  private DecodedProfile decode() throws PprofException, NoRoomException, IOException {
    requireHeader();
    CodedInputStream in = CodedInputStream.newInstance(profile);
    in.skipRawBytes(tables.firstSample);
    for (int left = tables.samples; left > 0; ) {
      int tag = in.readTag();
      if (WireFormat.getTagFieldNumber(tag) == 2) {
        sample(in);
        left--;
      } else {
        in.skipField(tag);
      }
    }
    return new DecodedProfile(
        Instant.ofEpochSecond(0, tables.timeNanos),
        tables.durationNanos == 0 ? SNAPSHOT_NANOS : tables.durationNanos,
        tables.period,
        comments(),
        frames.frames(),
        stacks.all(),
        labelSets.all(),
        merged.stackIds(stacks::id),
        merged.labelSetIds(labelSets::id),
        measures());
  }

  private void requireHeader() throws PprofException, NoRoomException {
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

  private void sample(CodedInputStream in) throws PprofException, NoRoomException, IOException {
    sample.read(in);
    LongList values = sample.values();
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
    int overflowing =
        merged.add(stacks.numberOf(sample), labelSets.numberOf(sample.labels()), values, MAX_TOTAL);
    if (overflowing >= 0) {
      throw new PprofException(
          "The values of %s add up to more than %d (2^53)"
              .formatted(typeName(overflowing), MAX_TOTAL));
    }
  }

  private List<String> comments() throws PprofException, NoRoomException {
    List<String> comments = new ArrayList<>();
    for (long index : tables.comments) {
      comments.add(tables.strings.get(index));
    }
    return comments;
  }

  /** What was measured, with {@code samples/count} as the weight of the rest if it is there. */
  private List<DecodedProfile.Measure> measures() throws PprofException, NoRoomException {
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

  private String typeName(int type) throws PprofException, NoRoomException {
    return tables.strings.get(tables.sampleTypes.get(type)[0]);
  }

  private String unit(int type) throws PprofException, NoRoomException {
    return tables.strings.get(tables.sampleTypes.get(type)[1]);
  }
}
