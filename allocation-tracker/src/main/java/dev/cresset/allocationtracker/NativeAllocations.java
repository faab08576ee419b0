package dev.cresset.allocationtracker;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.RecordedChunk;
import dev.cresset.sampler.RecordedFamily;
import dev.cresset.sampler.Recorder;
import dev.cresset.sampler.jfr.JfrEvent;
import dev.cresset.sampler.jfr.JfrEvent.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Allocation events of async-profiler: from JDK 11 on it samples objects, before that new thread
 * local allocation buffers (TLABs) and objects outside of them.
 */
final class NativeAllocations implements RecordedFamily {
  private final Weight weight = new Weight();
  private final int interval;
  private final SessionSurvivors survivors;
  private final TrackedSamples tracked = new TrackedSamples(TrackedSamples::collections);

  /**
   * @param survivors are told what is still in use at the end of a session; null if nobody wants to
   *     know, or async-profiler cannot tell
   */
  NativeAllocations(AllocationConfig config, SessionSurvivors survivors) {
    this(config.interval(), survivors);
  }

  private NativeAllocations(int interval, SessionSurvivors survivors) {
    this.interval = interval;
    this.survivors = survivors;
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
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("alloc", Integer.toString(interval));
    if (survivors != null) {
      settings.put("live", "");
    }
    return settings;
  }

  /** Where HotSpot's own sampler is taken by another agent, objects are not told of. */
  @Override
  public Optional<RecordedFamily> simpler() {
    return survivors == null
        ? Optional.empty()
        : Optional.of(new NativeAllocations(interval, null));
  }

  @Override
  public boolean wantsEnd(long sessionNanos) {
    return survivors != null && survivors.isDue(sessionNanos);
  }

  @Override
  public void read(JfrEvent event, RecordedChunk chunk, Profile.Builder profile) {
    if (event.is(Kind.ALLOCATION)) {
      allocated(event, chunk, profile);
    } else if (event.is(Kind.LIVE) && survivors != null) {
      survived(event, chunk);
    }
  }

  private void allocated(JfrEvent sample, RecordedChunk chunk, Profile.Builder profile) {
    tracked.sampled();
    String name = chunk.className(sample);
    double size = Math.max(1, sample.size());
    double objects = objects(size, sample.bufferSize());
    profile.add(
        chunk.stackTrace(sample).withLeaf(Frame.ofClass(name)),
        chunk.labels(sample).with(Labels.CLASS, name),
        1,
        weight.round(objects),
        weight.round(objects * size));
  }

  private void survived(JfrEvent object, RecordedChunk chunk) {
    StackTrace stack = chunk.stackTrace(object).withLeaf(Frame.ofClass(chunk.className(object)));
    double size = Math.max(1, object.size());
    long objects = weight.round(1 / Weight.chance(size, interval));
    survivors.add(
        stack,
        objects,
        objects * Math.max(1, object.size()),
        chunk.nanos(object.allocationTime()),
        chunk.nanos(object.time()));
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
    return new NativeAllocations(
        (int) Math.min(Integer.MAX_VALUE, (long) interval * factor), survivors);
  }

  @Override
  public void finish(Profile.Builder profile) {
    profile.period(ProfileType.ALLOC_SPACE, interval);
    String comment = tracked.takeComment();
    if (survivors != null) {
      survivors.endWindow();
      if (!comment.isEmpty()) {
        profile.comment(comment);
      }
    }
  }

  @Override
  public void abandon() {
    tracked.takeComment();
    if (survivors != null) {
      survivors.abandonWindow();
    }
  }
}
