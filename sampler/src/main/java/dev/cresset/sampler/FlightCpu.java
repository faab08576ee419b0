package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.jfr.JfrEvent;
import dev.cresset.sampler.jfr.JfrEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** CPU time as the flight recorder measures it on Linux from JDK 25 on (JEP 509). */
final class FlightCpu implements RecordedFamily {
  static final String LOST_EVENT = "jdk.CPUTimeSamplesLost";

  private static final String EVENT = "jdk.CPUTimeSample";
  private static final StackTrace LOST = StackTrace.of(WalkedStacks.frame("lost"));

  private static final String HANDLED = "SigCgt:";
  private static final int SIGPROF = 27;

  private final long intervalNanos;
  private final Map<Labels, Long> lost = new HashMap<>();
  private long samples;
  private long nanos;

  FlightCpu(Duration interval) {
    this.intervalNanos = interval.toNanos();
  }

  /**
   * Whether CPU time can be sampled. Not where SIGPROF has a handler, such as async-profiler's: the
   * JVM would say so on the application's standard output, each time it begins to record.
   */
  static boolean isAmong(Set<String> eventNames) {
    return eventNames.contains(EVENT)
        && System.getProperty("os.name").contains("Linux")
        && !isSigprofHandled();
  }

  private static boolean isSigprofHandled() {
    try {
      for (String line : Files.readAllLines(Paths.get("/proc/self/status"))) {
        if (line.startsWith(HANDLED)) {
          long signals = Long.parseUnsignedLong(line.substring(HANDLED.length()).trim(), 16);
          return (signals & 1L << (SIGPROF - 1)) != 0;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // The recorder finds out.
    }
    return false;
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
    settings.put(EVENT + "#throttle", intervalNanos + " ns");
    settings.put(LOST_EVENT + "#enabled", "true");
    return settings;
  }

  @Override
  public void read(JfrEvent event, RecordedChunk chunk, Profile.Builder profile) {
    if (event.is(Kind.CPU_TIME)) {
      // Longer than the interval if the timer has missed some: it expires at ticks of the kernel.
      long value = chunk.nanos(event.duration());
      profile.add(chunk.stackTrace(event), chunk.labels(event), 1, value);
      samples++;
      nanos += value;
    } else if (event.is(Kind.LOST)) {
      lost.merge(chunk.labels(event), event.lost(), Long::sum);
    }
  }

  @Override
  public RecordedFamily slowedDown(int factor) {
    return new FlightCpu(Duration.ofNanos(intervalNanos * factor));
  }

  /** What was lost counts as much as what was kept. */
  @Override
  public void finish(Profile.Builder profile) {
    double each = samples == 0 ? intervalNanos : (double) nanos / samples;
    lost.forEach((labels, count) -> profile.add(LOST, labels, count, Math.round(count * each)));
    lost.clear();
    samples = 0;
    nanos = 0;
    profile.period(ProfileType.CPU, intervalNanos);
  }
}
