package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.jfr.JfrEvent;
import dev.cresset.sampler.jfr.JfrEvent.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
  public void read(JfrEvent event, RecordedChunk chunk, Profile.Builder profile) {
    if (isExecution(event, chunk)) {
      samples.add(new Sampled(event, chunk));
    }
  }

  @Override
  public RecordedFamily slowedDown(int factor) {
    return new FlightExecutions(interval.multipliedBy(factor));
  }

  @Override
  public void finish(Profile.Builder profile) {
    for (Sampled sample : samples) {
      shares.sampled(sample.threadId, sample.labels, sample.stack, interval.toNanos());
    }
    samples.clear();
    shares.addTo(profile);
    profile.period(ProfileType.CPU, interval.toNanos());
    profile.comment("CPU time measured by thread; stacks share it by samples");
  }

  /**
   * A chunk has what other recordings ask for too, such as samples of threads that wait in native
   * code.
   */
  private static boolean isExecution(JfrEvent event, RecordedChunk chunk) {
    return event.is(Kind.EXECUTION) && !chunk.isInNativeMethod(event);
  }

  private static final class Sampled {
    final long threadId;
    final Labels labels;
    final StackTrace stack;

    Sampled(JfrEvent event, RecordedChunk chunk) {
      this.threadId = chunk.javaThreadId(event);
      this.labels = chunk.labels(event);
      this.stack = chunk.stackTrace(event);
    }
  }
}
