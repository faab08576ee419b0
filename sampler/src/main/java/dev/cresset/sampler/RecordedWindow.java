package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.profile.WindowClock;
import dev.cresset.sampler.jfr.JfrChunk;
import dev.cresset.sampler.jfr.JfrEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Collects what all families have in the chunks of one window. Used once, by one thread. */
final class RecordedWindow {
  private List<Part> parts;
  private final List<String> comments = new ArrayList<>();
  private final ThreadNames threadNames = new ThreadNames();
  private final Recorder recorder;
  private final int maxDepth;
  private final boolean vmFrames;
  private final WindowClock clock = WindowClock.start();
  private long startNanos = Long.MAX_VALUE;
  private long endNanos = Long.MIN_VALUE;

  RecordedWindow(List<RecordedFamily> families, Recorder recorder, int maxDepth, boolean vmFrames) {
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
    startNanos = Math.min(startNanos, recorded.header().startNanos());
    endNanos = Math.max(endNanos, recorded.header().endNanos());
    ChunkStacks stacks = new ChunkStacks(recorded, recorder, maxDepth);
    Chunk chunk = new Chunk(recorded, stacks, threadNames, contexts, vmFrames, epochToNanoTime());
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

  private long epochToNanoTime() {
    if (recorder == Recorder.ASYNC_PROFILER) {
      return 0;
    }
    Instant now = Instant.now();
    return System.nanoTime() - TimeUnit.SECONDS.toNanos(now.getEpochSecond()) - now.getNano();
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
    long durationNanos = durationNanos();
    for (Part part : parts) {
      part.profile.window(startNanos, durationNanos);
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

  /** As the recorder has it, by the system's clock; or by ours, if that was set meanwhile. */
  private long durationNanos() {
    return clock.wasSet() ? clock.elapsedNanos() : Math.max(0, endNanos - startNanos);
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
