package dev.cresset.collector.pprof;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cresset.protocol.pprof.Profile;

/** Decodes as tests mostly want it. */
final class Decoding {
  static final PprofLimits LIMITS =
      new PprofLimits(
          new Limit("max-size", 1 << 20),
          new Limit("max-unpacked", 4 << 20),
          new Limit("max-samples", 1000),
          new Limit("max-depth", 100),
          new Limit("max-frames", 10_000),
          new Limit("max-table", 5000),
          new Limit("max-string", 65_536),
          new Limit("max-labels", 8));

  /** Of all tests: what one decodes must not matter to another. */
  private static final FrameCache CACHE = new FrameCache(1 << 20);

  private Decoding() {}

  /** Unpacks and decodes, within {@link #LIMITS}. */
  static DecodedProfile decode(byte[] pprof) throws PprofException {
    try {
      return PprofDecoder.decode(
          PprofDecoder.unpack(pprof, LIMITS, Room.UNBOUNDED), LIMITS, CACHE, Room.UNBOUNDED);
    } catch (NoRoomException e) {
      throw new AssertionError(e);
    }
  }

  /** By the generated classes. */
  static Profile parse(byte[] bytes) {
    try {
      return Profile.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
