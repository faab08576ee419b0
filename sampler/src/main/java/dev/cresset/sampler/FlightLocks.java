package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.jfr.JfrEvent;
import dev.cresset.sampler.jfr.JfrEvent.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Time spent waiting to enter monitors and {@code java.util.concurrent} locks, as the flight
 * recorder has it: each wait that is long enough, and none of the shorter ones.
 */
final class FlightLocks implements RecordedFamily {
  /** Every park of an idle thread is an event too, so a lower threshold would cost too much. */
  private static final Duration MIN_THRESHOLD = Duration.ofMillis(10);

  private final Duration threshold;

  FlightLocks(Duration interval) {
    long millis = Math.max(MIN_THRESHOLD.toMillis(), interval.toMillis());
    this.threshold = Duration.ofMillis(millis);
  }

  @Override
  public Family family() {
    return Family.LOCK;
  }

  @Override
  public Recorder recorder() {
    return Recorder.FLIGHT_RECORDER;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    for (String event : new String[] {"jdk.JavaMonitorEnter", "jdk.ThreadPark"}) {
      settings.put(event + "#enabled", "true");
      settings.put(event + "#threshold", threshold.toMillis() + " ms");
    }
    return settings;
  }

  @Override
  public void read(JfrEvent event, RecordedChunk chunk, Profile.Builder profile) {
    if (!event.is(Kind.LOCK)) {
      return;
    }
    long nanos = chunk.nanos(event.duration());
    if (nanos < threshold.toNanos()) {
      // Another recording asks for shorter ones.
      return;
    }
    StackTrace stack = chunk.stackTrace(event);
    String className = chunk.className(event);
    if (!isPark(stack) || Locks.isContended(className)) {
      Labels labels = chunk.labels(event).with(Labels.CLASS, className);
      profile.add(stack, labels, 1, 1, nanos);
    }
  }

  /** The reader does not tell a park from waiting for a monitor. */
  private static boolean isPark(StackTrace stack) {
    return stack.frame(0).function().endsWith(".Unsafe.park");
  }

  /** Fewer waits are recorded, and the profile says which. */
  @Override
  public RecordedFamily slowedDown(int factor) {
    return new FlightLocks(threshold.multipliedBy(factor));
  }

  @Override
  public void finish(Profile.Builder profile) {
    profile.period(ProfileType.LOCK_DELAY, 1);
    profile.comment("waits shorter than " + threshold.toMillis() + " ms are not counted");
  }
}
