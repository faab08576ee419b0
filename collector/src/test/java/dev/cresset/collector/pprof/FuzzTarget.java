package dev.cresset.collector.pprof;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;

/** What the fuzzer calls with bytes that it makes up. Public as it is found by its name. */
public final class FuzzTarget {
  private static final PprofLimits LIMITS =
      new PprofLimits(
          new Limit("max-size", 1 << 20),
          new Limit("max-unpacked", 4 << 20),
          new Limit("max-samples", 1000),
          new Limit("max-depth", 100),
          new Limit("max-frames", 10_000),
          new Limit("max-table", 5000),
          new Limit("max-string", 4096),
          new Limit("max-labels", 8));

  private static final long MAX_MEMORY = 16 << 20;

  /** Small, so that what is in it changes all the time. */
  private static final FrameCache CACHE = new FrameCache(1 << 16);

  private FuzzTarget() {}

  /** The name and the shape are the fuzzer's. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      Room room = bytes -> bytes <= MAX_MEMORY;
      byte[] profile = PprofDecoder.unpack(input, LIMITS, room);
      check(PprofDecoder.decode(profile, LIMITS, CACHE, room));
    } catch (PprofException e) {
      // Anything may be called null, but no reason is.
      require(!e.getMessage().matches("(?s).*[:?] null"), "A refusal says why");
    } catch (NoRoomException e) {
      throw new AssertionError("A profile within these limits needs more memory than that", e);
    }
  }

  private static void check(DecodedProfile profile) {
    Set<Long> frames = new HashSet<>();
    profile.frames().forEach(frame -> require(frames.add(frame.id()), "Frames are there once"));
    Set<Long> stacks = new HashSet<>();
    for (DecodedProfile.Stack stack : profile.stacks()) {
      require(stacks.add(stack.id()), "Stack traces are there once");
      LongStream.of(stack.frames()).forEach(id -> require(frames.contains(id), "Frames exist"));
    }
    Set<Long> labelSets = new HashSet<>(Set.of(0L));
    profile.labelSets().forEach(set -> require(labelSets.add(set.id()), "Sets are there once"));
    for (long id : profile.stackIds()) {
      require(stacks.contains(id), "Stack traces exist");
    }
    for (long id : profile.labelSetIds()) {
      require(labelSets.contains(id), "Sets of labels exist");
    }
    require(!profile.measures().isEmpty(), "Something is measured");
    for (DecodedProfile.Measure measure : profile.measures()) {
      require(measure.values().length == profile.stackIds().length, "Values are parallel");
      long total = 0;
      for (long value : measure.values()) {
        require(value >= 0, "Values are not negative");
        total = Math.addExact(total, value);
      }
      require(total <= 1L << 53, "Totals are exact");
    }
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("Not true: " + what);
    }
  }
}
