package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.sampler.jfr.JfrEvent;
import dev.cresset.sampler.jfr.JfrEvent.Kind;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;

/**
 * Elapsed time of all threads as async-profiler samples it. One event stands for all the rounds in
 * which a sleeping thread was found where it had been.
 */
final class NativeWall implements RecordedFamily {
  private final long intervalNanos;

  NativeWall(Duration interval) {
    this.intervalNanos = interval.toNanos();
  }

  @Override
  public Family family() {
    return Family.WALL;
  }

  @Override
  public Recorder recorder() {
    return Recorder.ASYNC_PROFILER;
  }

  @Override
  public Map<String, String> settings() {
    return Collections.singletonMap("wall", intervalNanos + "ns");
  }

  @Override
  public void read(JfrEvent event, RecordedChunk chunk, Profile.Builder profile) {
    String state = event.is(Kind.EXECUTION) ? state(event, chunk) : "";
    if (!state.isEmpty()) {
      long samples = event.samples();
      profile.add(
          chunk.stackTrace(event),
          chunk.labels(event).with(Labels.STATE, state),
          samples,
          samples * intervalNanos);
    }
  }

  @Override
  public RecordedFamily slowedDown(int factor) {
    return new NativeWall(Duration.ofNanos(intervalNanos * factor));
  }

  @Override
  public void finish(Profile.Builder profile) {
    profile.period(ProfileType.WALL, intervalNanos);
  }

  private static String state(JfrEvent sample, RecordedChunk chunk) {
    switch (chunk.threadState(sample)) {
      case "STATE_RUNNABLE":
        return "running";
      case "STATE_SLEEPING":
        return "sleeping";
      default:
        return "";
    }
  }
}
