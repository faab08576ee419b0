package dev.cresset.collector.pprof;

import com.dynatrace.hash4j.hashing.Hasher64;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The stack traces of a profile's samples, each once. */
final class Stacks {
  private static final int STACK = 150;

  private final FrameTable frames;
  private final PprofLimits limits;
  private final CanonicalIds ids;
  private final Memory memory;
  private final List<DecodedProfile.Stack> stacks = new ArrayList<>();
  private final KeyNumbers byId;
  private final SliceNumbers bySlice;
  private final LongList stack = new LongList();
  private long stackFrames;

  /**
   * @param hashing for tables that are of this profile only
   */
  Stacks(FrameTable frames, PprofLimits limits, CanonicalIds ids, Hasher64 hashing, Memory memory) {
    this.frames = frames;
    this.limits = limits;
    this.ids = ids;
    this.memory = memory;
    this.byId = new KeyNumbers(hashing);
    this.bySlice = new SliceNumbers(hashing);
  }

  List<DecodedProfile.Stack> all() {
    return stacks;
  }

  long id(int number) {
    return byId.key(number);
  }

  /** The number of a sample's stack trace, which is where it is among {@link #all}. */
  int numberOf(SampleFields sample) throws PprofException, NoRoomException, IOException {
    Slice slice = sample.stackKey();
    if (slice == null) {
      findFrames(sample.locations());
      return add();
    }
    int hash = bySlice.hash(slice);
    int known = bySlice.get(hash, slice);
    if (known != SliceNumbers.ABSENT) {
      return known;
    }
    stack.clear();
    if (!frames.addFramesOf(slice, stack, limits.depth().maximum())) {
      findFrames(sample.locations());
    }
    int number = add();
    memory.take(SliceNumbers.WEIGHT);
    bySlice.add(hash, slice, number);
    return number;
  }

  private void findFrames(LongList locations) throws PprofException, NoRoomException {
    stack.clear();
    for (int i = 0; i < locations.size(); i++) {
      frames.addFramesOf(locations.get(i), stack);
      limits.depth().check("The depth of a stack trace is at least", stack.size());
    }
  }

  /** The number of the stack trace whose frames were found. */
  private int add() throws PprofException, NoRoomException {
    memory.take((long) Long.BYTES * stack.size());
    long[] frameIds = stack.toArray();
    long id = ids.stack(frameIds);
    int known = byId.get(id);
    if (known != KeyNumbers.ABSENT) {
      return known;
    }
    memory.take(STACK);
    stacks.add(new DecodedProfile.Stack(id, frameIds));
    stackFrames += frameIds.length;
    limits.frames().check("The stack traces' frames together are at least", stackFrames);
    return byId.add(id);
  }
}
