package dev.cresset.collector.pprof;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

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
  private Slice packedLocations;
  private boolean otherLocations;
  private Slice labels;
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

  void read(CodedInputStream in) throws PprofException, NoRoomException, IOException {
    values.clear();
    locations.clear();
    packedLocations = Slice.NONE;
    otherLocations = false;
    labels = Slice.NONE;
    labelCount = 0;
    int outer = in.pushLimit(in.readRawVarint32());
    int start = in.getTotalBytesRead();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> location(in, tag);
        case 2 -> NumberFields.readInt64s(in, tag, values, types);
        case 3 -> label(in, tag, start);
        default -> in.skipField(tag);
      }
      start = in.getTotalBytesRead();
    }
    in.popLimit(outer);
  }

  private void location(CodedInputStream in, int tag) throws PprofException, IOException {
    boolean packed = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    if (packed && packedLocations == Slice.NONE && !otherLocations) {
      int length = in.readRawVarint32();
      int from = in.getTotalBytesRead();
      in.skipRawBytes(length);
      packedLocations = new Slice(profile, from, from + length);
      return;
    }
    unpackLocations();
    otherLocations = true;
    NumberFields.readInt64s(in, tag, locations, limits.depth().maximum());
    checkDepth();
  }

  private void unpackLocations() throws PprofException, IOException {
    CodedInputStream in = packedLocations.read();
    while (!in.isAtEnd()) {
      locations.add(in.readInt64());
      checkDepth();
    }
    packedLocations = Slice.NONE;
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
      labels = new Slice(profile, from, to);
    } else if (labels.bytes() == profile && labels.to() == from) {
      labels = new Slice(profile, labels.from(), to);
    } else {
      labels = joined(labels, new Slice(profile, from, to));
    }
  }

  private Slice joined(Slice first, Slice second) throws NoRoomException {
    int length = first.length() + second.length();
    memory.take(length);
    byte[] bytes = new byte[length];
    System.arraycopy(first.bytes(), first.from(), bytes, 0, first.length());
    System.arraycopy(second.bytes(), second.from(), bytes, first.length(), second.length());
    return new Slice(bytes, 0, length);
  }

  /** One of each type, if the sample is sound. */
  LongList values() {
    return values;
  }

  /** What makes two samples' stack traces the same, or null if only the locations tell. */
  Slice stackKey() {
    return otherLocations ? null : packedLocations;
  }

  /** The ids of the locations, leaf first. */
  LongList locations() throws PprofException, IOException {
    if (!otherLocations && locations.size() == 0) {
      unpackLocations();
    }
    return locations;
  }

  /** The fields of labels, one after the other. */
  Slice labels() {
    return labels;
  }
}
