package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.StackTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;

/**
 * CPU time from the flight recorder's older sampler, which looks at no more than a few threads at a
 * time: its samples only tell the shares within a thread, whose CPU time is measured.
 */
final class FlightExecutions implements RecordedFamily {
  private static final String EVENT = "jdk.ExecutionSample";

  private final Duration interval;
  private final List<Sampled> samples = new ArrayList<>();
  private CpuShares shares = new CpuShares();

  FlightExecutions(Duration interval) {
    this.interval = interval;
  }

  /** The CPU time of the window that is about to be finished. */
  void measured(CpuShares shares) {
    this.shares = shares;
  }

  @Override
  public Family family() {
    return Family.CPU;
  }

  @Override
  public Recorder recorder() {
    return Recorder.FLIGHT_RECORDER;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put(EVENT + "#enabled", "true");
    settings.put(EVENT + "#period", Math.max(1, interval.toMillis()) + " ms");
    return settings;
  }

  @Override
  public void read(Event event, RecordedChunk chunk, Profile.Builder profile) {
    if (event instanceof ExecutionSample) {
      samples.add(new Sampled(chunk.javaThreadId(event), chunk.stackTrace(event)));
    }
  }

  @Override
  public void finish(Profile.Builder profile) {
    samples.forEach(sample -> shares.sampled(sample.threadId, sample.stack));
    samples.clear();
    shares.addTo(profile);
    profile.period(ProfileType.CPU, interval.toNanos());
    profile.comment("CPU time measured by thread; stacks share it by samples");
  }

  private static final class Sampled {
    final long threadId;
    final StackTrace stack;

    Sampled(long threadId, StackTrace stack) {
      this.threadId = threadId;
      this.stack = stack;
    }
  }
}
