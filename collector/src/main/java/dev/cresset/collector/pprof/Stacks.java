package dev.cresset.collector.pprof;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The stack traces of a profile's samples, each once. */
final class Stacks {
  private static final int STACK = 150;

  private final FrameTable frames;
  private final PprofLimits limits;
  private final CanonicalIds ids;
  private final Memory memory;
  private final List<DecodedProfile.Stack> stacks = new ArrayList<>();
  private final Set<Long> known = new HashSet<>();
  private final Map<Slice, Long> seen = new HashMap<>();
  private final LongList stack = new LongList();
  private long stackFrames;

  Stacks(FrameTable frames, PprofLimits limits, CanonicalIds ids, Memory memory) {
    this.frames = frames;
    this.limits = limits;
    this.ids = ids;
    this.memory = memory;
  }

  List<DecodedProfile.Stack> all() {
    return stacks;
  }

  /** The id of a sample's stack trace. */
  long idOf(SampleFields sample) throws PprofException, NoRoomException, IOException {
    Slice key = sample.stackKey();
    Long id = key == null ? null : seen.get(key);
    if (id == null) {
      id = add(sample.locations());
      if (key != null) {
        memory.take(Slice.WEIGHT);
        seen.put(key, id);
      }
    }
    return id;
  }

  private long add(LongList locations) throws PprofException, NoRoomException {
    stack.clear();
    for (int i = 0; i < locations.size(); i++) {
      for (long frame : frames.framesOf(locations.get(i))) {
        stack.add(frame);
      }
      limits.depth().check("The depth of a stack trace is at least", stack.size());
    }
    memory.take((long) Long.BYTES * stack.size());
    long[] frameIds = stack.toArray();
    long id = ids.stack(frameIds);
    if (known.add(id)) {
      memory.take(STACK);
      stacks.add(new DecodedProfile.Stack(id, frameIds));
      stackFrames += frameIds.length;
      limits.frames().check("The stack traces' frames together are at least", stackFrames);
    }
    return id;
  }
}
