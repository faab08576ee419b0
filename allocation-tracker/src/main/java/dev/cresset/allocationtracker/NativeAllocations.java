package dev.cresset.allocationtracker;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.sampler.RecordedChunk;
import dev.cresset.sampler.RecordedFamily;
import dev.cresset.sampler.Recorder;
import java.util.Collections;
import java.util.Map;
import one.jfr.event.AllocationSample;
import one.jfr.event.Event;

/**
 * Allocation events of async-profiler: from JDK 11 on it samples objects, before that new thread
 * local allocation buffers (TLABs) and objects outside of them.
 */
final class NativeAllocations implements RecordedFamily {
  private final Weight weight = new Weight();
  private final int interval;

  NativeAllocations(AllocationConfig config) {
    this(config.interval());
  }

  private NativeAllocations(int interval) {
    this.interval = interval;
  }

  @Override
  public Family family() {
    return Family.ALLOC;
  }

  @Override
  public Recorder recorder() {
    return Recorder.ASYNC_PROFILER;
  }

  @Override
  public Map<String, String> settings() {
    return Collections.singletonMap("alloc", Integer.toString(interval));
  }

  @Override
  public void read(Event event, RecordedChunk chunk, Profile.Builder profile) {
    if (!(event instanceof AllocationSample)) {
      return;
    }
    AllocationSample sample = (AllocationSample) event;
    String name = chunk.className(sample.classId);
    double size = Math.max(1, sample.allocationSize);
    double objects = objects(size, sample.tlabSize);
    profile.add(
        chunk.stackTrace(event).withLeaf(Frame.ofClass(name)),
        chunk.labels(event).with(Labels.CLASS, name),
        1,
        weight.round(objects),
        weight.round(objects * size));
  }

  /** How many objects of its size a sampled one stands for. */
  private double objects(double size, long tlab) {
    if (tlab == Math.max((long) size, interval)) {
      // What async-profiler writes for a sampled object: the JVM picked it with this chance.
      return 1 / Weight.chance(size, interval);
    }
    // A TLAB, or an object outside of one. async-profiler adds up their sizes and records each one
    // that makes the sum pass a multiple of the interval.
    return Math.max(tlab == 0 ? size : tlab, interval) / size;
  }

  @Override
  public RecordedFamily slowedDown(int factor) {
    return new NativeAllocations((int) Math.min(Integer.MAX_VALUE, (long) interval * factor));
  }

  @Override
  public void finish(Profile.Builder profile) {
    profile.period(ProfileType.ALLOC_SPACE, interval);
  }
}
