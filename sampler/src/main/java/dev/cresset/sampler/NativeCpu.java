package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.sampler.jfr.JfrEvent;
import dev.cresset.sampler.jfr.JfrEvent.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** CPU time as async-profiler samples it: one sample for each interval a thread has burnt. */
final class NativeCpu implements RecordedFamily {
  private final long intervalNanos;
  private final CpuClock clock;

  /** By a clock of its own. */
  NativeCpu(Duration interval) {
    this(interval, new CpuClock(interval));
  }

  NativeCpu(Duration interval, CpuClock clock) {
    this.intervalNanos = interval.toNanos();
    this.clock = clock;
  }

  @Override
  public Family family() {
    return Family.CPU;
  }

  @Override
  public Recorder recorder() {
    return Recorder.ASYNC_PROFILER;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("event", clock.event());
    settings.put("interval", intervalNanos + "ns");
    return settings;
  }

  @Override
  public void read(JfrEvent event, RecordedChunk chunk, Profile.Builder profile) {
    if (isCpu(event, chunk)) {
      profile.add(chunk.stackTrace(event), chunk.labels(event), 1, intervalNanos);
    }
  }

  @Override
  public RecordedFamily slowedDown(int factor) {
    return new NativeCpu(Duration.ofNanos(intervalNanos * factor), clock);
  }

  @Override
  public void finish(Profile.Builder profile) {
    profile.period(ProfileType.CPU, intervalNanos);
  }

  /** Wall samples are read as the same event, but know the thread's state. */
  private static boolean isCpu(JfrEvent event, RecordedChunk chunk) {
    return event.is(Kind.EXECUTION) && chunk.threadState(event).equals("STATE_DEFAULT");
  }
}
