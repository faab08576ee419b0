package dev.cresset.allocationtracker;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.ProfileType;
import dev.cresset.sampler.RecordedChunk;
import dev.cresset.sampler.RecordedFamily;
import dev.cresset.sampler.Recorder;
import dev.cresset.sampler.jfr.JfrEvent;
import dev.cresset.sampler.jfr.JfrEvent.Kind;
import java.util.HashMap;
import java.util.Map;

/**
 * Allocation events of the JDK's flight recorder: from JDK 16 on a throttled sample that says for
 * how many bytes it stands, before that every new thread local allocation buffer (TLAB) and every
 * object outside of one.
 */
final class FlightRecorderAllocations implements RecordedFamily {
  private final Weight weight = new Weight();
  private final boolean throttled;
  private final int maxSamplesPerSecond;
  private long samples;
  private long bytes;

  /**
   * @param javaVersion of the JVM that records: 8, 11, 17, …
   */
  FlightRecorderAllocations(AllocationConfig config, int javaVersion) {
    this(javaVersion >= 16, config.maxSamplesPerSecond());
  }

  private FlightRecorderAllocations(boolean throttled, int maxSamplesPerSecond) {
    this.throttled = throttled;
    this.maxSamplesPerSecond = maxSamplesPerSecond;
  }

  @Override
  public Family family() {
    return Family.ALLOC;
  }

  @Override
  public Recorder recorder() {
    return Recorder.FLIGHT_RECORDER;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    if (throttled) {
      enable(settings, "jdk.ObjectAllocationSample");
      settings.put("jdk.ObjectAllocationSample#throttle", maxSamplesPerSecond + "/s");
    } else {
      enable(settings, "jdk.ObjectAllocationInNewTLAB");
      enable(settings, "jdk.ObjectAllocationOutsideTLAB");
    }
    return settings;
  }

  private static void enable(Map<String, String> settings, String event) {
    settings.put(event + "#enabled", "true");
    settings.put(event + "#stackTrace", "true");
  }

  @Override
  public void read(JfrEvent event, RecordedChunk chunk, Profile.Builder profile) {
    if (!event.is(Kind.ALLOCATION)) {
      return;
    }
    String name = chunk.className(event);
    long weighed = event.bufferSize() == 0 ? event.size() : event.bufferSize();
    samples++;
    bytes += weighed;
    profile.add(
        chunk.stackTrace(event).withLeaf(Frame.ofClass(name)),
        chunk.labels(event).with(Labels.CLASS, name),
        1,
        objects(event),
        weighed);
  }

  private long objects(JfrEvent sample) {
    boolean knowsSize = sample.bufferSize() != 0 && sample.size() != 0;
    return knowsSize ? weight.round((double) sample.bufferSize() / sample.size()) : 1;
  }

  /** Where the recorder writes every buffer, there is nothing to slow down, only to leave out. */
  @Override
  public RecordedFamily slowedDown(int factor) {
    return new FlightRecorderAllocations(throttled, Math.max(1, maxSamplesPerSecond / factor));
  }

  @Override
  public void finish(Profile.Builder profile) {
    profile.period(ProfileType.ALLOC_SPACE, samples == 0 ? 0 : bytes / samples);
    if (throttled) {
      profile.comment(
          "alloc_objects counts the sampled objects only: the flight recorder of this JDK does not"
              + " record sizes of objects");
    }
    samples = 0;
    bytes = 0;
  }
}
