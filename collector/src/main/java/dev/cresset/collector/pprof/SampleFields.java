package dev.cresset.collector.pprof;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Arrays;

/**
 * The fields of one sample at a time. Locations and labels are left as the bytes they are where
 * that is possible, as most samples have the same as another.
 */
final class SampleFields {
  private final byte[] profile;
  private final PprofLimits limits;
  private final int types;
  private final Memory memory;
  private final LongList values = new LongList();
  private final LongList locations = new LongList();
  private Part packedLocations;
  private boolean otherLocations;
  private Part labels;
  private int labelCount;

  /**
   * @param types of the profile
   */
  SampleFields(byte[] profile, PprofLimits limits, int types, Memory memory) {
    this.profile = profile;
    this.limits = limits;
    this.types = types;
    this.memory = memory;
  }

  /** Bytes of an array. */
  record Part(byte[] bytes, int from, int to) {
    private static final Part NONE = new Part(new byte[0], 0, 0);

    Slice slice() {
      return new Slice(bytes, from, to);
    }

    CodedInputStream read() {
      return CodedInputStream.newInstance(bytes, from, to - from);
    }
  }

  void read(CodedInputStream in) throws PprofException, NoRoomException, IOException {
    values.clear();
    locations.clear();
    packedLocations = Part.NONE;
    otherLocations = false;
    labels = Part.NONE;
    labelCount = 0;
    int outer = in.pushLimit(in.readRawVarint32());
    int start = in.getTotalBytesRead();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> location(in, tag);
        case 2 -> PprofTables.readInt64s(in, tag, values, types);
        case 3 -> label(in, tag, start);
        default -> in.skipField(tag);
      }
      start = in.getTotalBytesRead();
    }
    in.popLimit(outer);
  }

  private void location(CodedInputStream in, int tag) throws PprofException, IOException {
    boolean packed = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    if (packed && packedLocations == Part.NONE && !otherLocations) {
      int length = in.readRawVarint32();
      int from = in.getTotalBytesRead();
      in.skipRawBytes(length);
      packedLocations = new Part(profile, from, from + length);
      return;
    }
    unpackLocations();
    otherLocations = true;
    PprofTables.readInt64s(in, tag, locations, limits.depth().maximum());
    checkDepth();
  }

  private void unpackLocations() throws PprofException, IOException {
    CodedInputStream in = packedLocations.read();
    while (!in.isAtEnd()) {
      locations.add(in.readInt64());
      checkDepth();
    }
    packedLocations = Part.NONE;
  }

  private void checkDepth() throws PprofException {
    limits.depth().check("The depth of a stack trace is at least", locations.size());
  }

  private void label(CodedInputStream in, int tag, int from)
      throws PprofException, NoRoomException, IOException {
    limits.labels().check("The number of a sample's labels is at least", ++labelCount);
    in.skipField(tag);
    int to = in.getTotalBytesRead();
    if (labelCount == 1) {
      labels = new Part(profile, from, to);
    } else if (labels.bytes == profile && labels.to == from) {
      labels = new Part(profile, labels.from, to);
    } else {
      labels = joined(labels, new Part(profile, from, to));
    }
  }

  private Part joined(Part first, Part second) throws NoRoomException {
    int firstLength = first.to - first.from;
    int length = firstLength + second.to - second.from;
    memory.take(length);
    byte[] bytes = Arrays.copyOf(Arrays.copyOfRange(first.bytes, first.from, first.to), length);
    System.arraycopy(second.bytes, second.from, bytes, firstLength, length - firstLength);
    return new Part(bytes, 0, length);
  }

  /** One of each type, if the sample is sound. */
  LongList values() {
    return values;
  }

  /** What makes two samples' stack traces the same, or null if only the locations tell. */
  Slice stackKey() {
    return otherLocations ? null : packedLocations.slice();
  }

  /** The ids of the locations, leaf first. */
  LongList locations() throws PprofException, IOException {
    if (!otherLocations && locations.size() == 0) {
      unpackLocations();
    }
    return locations;
  }

  /** The fields of labels, one after the other. */
  Part labels() {
    return labels;
  }
}
