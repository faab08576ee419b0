package dev.cresset.collector.pprof;

import com.google.protobuf.CodedInputStream;
import java.util.Arrays;

/** A part of an array. */
record Slice(byte[] bytes, int from, int to) {
  static final Slice NONE = new Slice(new byte[0], 0, 0);

  int length() {
    return to - from;
  }

  boolean hasBytesOf(Slice that) {
    return Arrays.equals(bytes, from, to, that.bytes, that.from, that.to);
  }

  CodedInputStream read() {
    return CodedInputStream.newInstance(bytes, from, length());
  }
}
