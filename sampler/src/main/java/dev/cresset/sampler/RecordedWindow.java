package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.profile.WindowClock;
import dev.cresset.sampler.jfr.JfrChunk;
import dev.cresset.sampler.jfr.JfrEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Collects what all families have in the chunks of one window. Used once, by one thread. */
final class RecordedWindow {
  private List<Part> parts;
  private final List<String> comments = new ArrayList<>();
  private final ThreadNames threadNames = new ThreadNames();
  private final Recorder recorder;
  private final int maxDepth;
  private final boolean vmFrames;
  private final WindowClock clock;
  private long startNanos = Long.MAX_VALUE;
  private long endNanos = Long.MIN_VALUE;
  private long elapsedNanos;

  /** A window that begins now. */
  RecordedWindow(List<RecordedFamily> families, Recorder recorder, int maxDepth, boolean vmFrames) {
    this(families, recorder, maxDepth, vmFrames, WindowClock.start());
  }

  /**
   * @param clock since the window began
   */
  RecordedWindow(
      List<RecordedFamily> families,
      Recorder recorder,
      int maxDepth,
      boolean vmFrames,
      WindowClock clock) {
    this.clock = clock;
    this.parts = families.stream().map(Part::new).collect(Collectors.toList());
    this.recorder = recorder;
    this.maxDepth = maxDepth;
    this.vmFrames = vmFrames;
  }

  /**
   * Adds a chunk.
   *
   * @param contexts sealed after the chunk was
   */
  void read(JfrChunk recorded, SampleContexts.Known contexts) throws IOException {
    elapsedNanos = clock.elapsedNanos();
    startNanos = Math.min(startNanos, recorded.header().startNanos());
    endNanos = Math.max(endNanos, recorded.header().endNanos());
    ChunkStacks stacks = new ChunkStacks(recorded, recorder, maxDepth);
    Chunk chunk =
        new Chunk(
            recorded,
            stacks,
            threadNames,
            contexts,
            vmFrames,
            epochToNanoTime(recorded.header().startNanos()));
    recorded.forEach(event -> read(event, chunk));
  }

  private void read(JfrEvent event, Chunk chunk) {
    for (Part part : parts) {
      chunk.countIn(part.stacks);
      part.family.read(event, chunk, part.profile);
    }
  }

  /**
   * From the next chunk on, these are recorded. What has been read of a family that is not among
   * them any more is dropped: moments that would stand for a window.
   */
  void switchTo(List<RecordedFamily> families) {
    parts.stream()
        .filter(part -> !families.contains(part.family))
        .forEach(part -> part.family.finish(part.profile));
    parts = families.stream().map(this::switchedTo).collect(Collectors.toList());
  }

  private Part switchedTo(RecordedFamily family) {
    return parts.stream()
        .filter(part -> part.family.family() == family.family())
        .findFirst()
        .map(part -> part.switchedTo(family))
        .orElseGet(() -> new Part(family));
  }

  /** What was read, by family. */
  Map<Family, WalkedStacks> walked() {
    Map<Family, WalkedStacks> walked = new EnumMap<>(Family.class);
    parts.forEach(part -> walked.put(part.family.family(), part.stacks));
    return walked;
  }

  /**
   * @param chunkBegan as the chunk says
   */
  private long epochToNanoTime(long chunkBegan) {
    if (recorder == Recorder.ASYNC_PROFILER) {
      return 0;
    }
    return clock.startNanoTime() - (standsStill(chunkBegan) ? chunkBegan : clock.startNanos());
  }

  /**
   * Before JDK 22 the flight recorder's time does, while the clock is set back: until it shows a
   * later time than it did before, all chunks begin and end at that moment.
   */
  private boolean standsStill(long chunkBegan) {
    return recorder == Recorder.FLIGHT_RECORDER && clock.isAhead(chunkBegan);
  }

  /** Something that whoever reads the profiles should know of this window. */
  void comment(String comment) {
    comments.add(comment);
  }

  /**
   * A profile for each family, in the order they were given.
   *
   * @param first comments that come before those of the window
   */
  List<Profile> finish(List<String> first) {
    List<Profile> profiles = new ArrayList<>();
    boolean standsStill = standsStill(startNanos);
    long began = standsStill ? clock.startNanos() : startNanos;
    // As the recorder has it, by the system's clock; or by ours, if that was set meanwhile.
    long durationNanos =
        standsStill || clock.wasSet() ? elapsedNanos : Math.max(0, endNanos - startNanos);
    for (Part part : parts) {
      part.profile.window(began, durationNanos);
      first.forEach(part.profile::comment);
      comments.forEach(part.profile::comment);
      if (!part.stacks.comment().isEmpty()) {
        part.profile.comment(part.stacks.comment());
      }
      part.family.finish(part.profile);
      profiles.add(part.profile.build());
    }
    return profiles;
  }

  /** Drops what was read, so that no family takes it into the next window. */
  void discard() {
    parts.forEach(part -> part.family.abandon());
  }

  private static final class Part {
    final RecordedFamily family;
    final Profile.Builder profile;
    final WalkedStacks stacks;

    Part(RecordedFamily family) {
      this(family, Profile.builder(family.family()), new WalkedStacks());
    }

    private Part(RecordedFamily family, Profile.Builder profile, WalkedStacks stacks) {
      this.family = family;
      this.profile = profile;
      this.stacks = stacks;
    }

    Part switchedTo(RecordedFamily family) {
      return new Part(family, profile, stacks);
    }
  }
}
