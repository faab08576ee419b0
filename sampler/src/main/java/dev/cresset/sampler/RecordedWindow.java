package dev.cresset.sampler;

import dev.cresset.profile.Profile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import one.jfr.JfrReader;
import one.jfr.event.Event;

/** Collects what all families have in the chunks of one window. Used once, by one thread. */
final class RecordedWindow {
  private final List<Part> parts;
  private final List<String> comments = new ArrayList<>();
  private final ThreadNames threadNames = new ThreadNames();
  private final Recorder recorder;
  private final int maxDepth;
  private long startNanos = Long.MAX_VALUE;
  private long endNanos = Long.MIN_VALUE;

  RecordedWindow(List<RecordedFamily> families, Recorder recorder, int maxDepth) {
    this.parts = families.stream().map(Part::new).collect(Collectors.toList());
    this.recorder = recorder;
    this.maxDepth = maxDepth;
  }

  /** Adds the chunk at which the reader stands; it must stop at the next one. */
  void read(JfrReader reader) throws IOException {
    startNanos = Math.min(startNanos, reader.chunkStartNanos);
    endNanos = Math.max(endNanos, reader.chunkEndNanos);
    Chunk chunk = new Chunk(reader, new ChunkStacks(reader, recorder, maxDepth), threadNames);
    for (Event event; (event = reader.readEvent()) != null; ) {
      for (Part part : parts) {
        chunk.countIn(part.failures);
        part.family.read(event, chunk, part.profile);
      }
    }
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
    for (Part part : parts) {
      part.profile.window(startNanos, Math.max(0, endNanos - startNanos));
      first.forEach(part.profile::comment);
      comments.forEach(part.profile::comment);
      if (!part.failures.comment().isEmpty()) {
        part.profile.comment(part.failures.comment());
      }
      part.family.finish(part.profile);
      profiles.add(part.profile.build());
    }
    return profiles;
  }

  /** Drops what was read, so that no family takes it into the next window. */
  void discard() {
    parts.forEach(part -> part.family.finish(part.profile));
  }

  private static final class Part {
    final RecordedFamily family;
    final Profile.Builder profile;
    final WalkFailures failures = new WalkFailures();

    Part(RecordedFamily family) {
      this.family = family;
      this.profile = Profile.builder(family.family());
    }
  }
}
