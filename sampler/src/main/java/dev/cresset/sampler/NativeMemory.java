package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.jfr.JfrEvent;
import dev.cresset.sampler.jfr.JfrEvent.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Memory that native code allocates by {@code malloc} and its relatives, as async-profiler samples
 * it: it adds up what the process allocates and records the call at which the sum passes a multiple
 * of the interval.
 *
 * <p>So a call for as much as the interval is always recorded and stands for itself. A smaller one
 * is recorded with the probability size/interval, and stands for interval/size such calls. What is
 * freed is not recorded: every call of {@code free} would be an event.
 */
final class NativeMemory implements RecordedFamily {
  /** How async-profiler's functions that stand in for the allocator's are named. */
  private static final String HOOK = "_hook";

  /**
   * The interval is this much more than was asked for. Sizes are often powers of two; if the
   * interval were one too, allocations that take turns would be recorded at the same one each time.
   */
  private static final double UNEVEN = Math.sqrt(5) / 2;

  private final long asked;
  private final long interval;
  private final FairRounding rounding = new FairRounding();

  /**
   * @param asked about so many bytes
   */
  NativeMemory(long asked) {
    this.asked = asked;
    this.interval = Math.round(asked * UNEVEN);
  }

  @Override
  public Family family() {
    return Family.NATIVEMEM;
  }

  @Override
  public Recorder recorder() {
    return Recorder.ASYNC_PROFILER;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("nativemem", Long.toString(interval));
    settings.put("nofree", "");
    return settings;
  }

  @Override
  public void read(JfrEvent event, RecordedChunk chunk, Profile.Builder profile) {
    if (event.is(Kind.MALLOC)) {
      long size = Math.max(1, event.size());
      long objects = rounding.round(Math.max(1, (double) interval / size));
      profile.add(
          named(chunk.stackTrace(event)),
          chunk.labels(event),
          1,
          objects,
          Math.max(size, interval));
    }
  }

  /** With the allocator's function as its leaf, not the one that stands in for it. */
  private static StackTrace named(StackTrace stack) {
    String leaf = stack.frame(0).methodName();
    if (!leaf.endsWith(HOOK)) {
      return stack;
    }
    List<Frame> below = stack.frames().subList(1, stack.depth());
    String function = leaf.substring(0, leaf.length() - HOOK.length());
    return StackTrace.of(below).withLeaf(Frame.symbol(function, "", FrameKind.NATIVE));
  }

  @Override
  public RecordedFamily slowedDown(int factor) {
    return new NativeMemory(asked * factor);
  }

  @Override
  public void finish(Profile.Builder profile) {
    profile.period(ProfileType.NATIVEMEM_SPACE, interval);
  }
}
