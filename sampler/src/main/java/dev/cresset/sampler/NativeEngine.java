package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import one.jfr.JfrReader;
import one.profiler.AsyncProfiler;

/**
 * Samples with async-profiler: CPU, wall, lock and whatever further families it is given, all in
 * one session.
 *
 * <p>A process has one async-profiler per copy of its library, so there should be one such engine
 * at a time.
 */
public final class NativeEngine implements ProfilingEngine {
  /** No rotation of its own; none of its reports on the machine; a bound on events a second. */
  private static final String FIXED_OPTIONS =
      "chunksize=0,chunktime=0,jfropts=31,memlimit=64m"
          + ",ratelimit=cpu:20000;alloc:20000;lock:20000;wall:50000";

  private final SamplerConfig config;
  private final List<RecordedFamily> families = new ArrayList<>();
  private final List<String> unavailable = new ArrayList<>();
  private AsyncProfiler profiler;
  private NativeSession session;
  private RecordedWindow window;
  private String description = "async-profiler";
  private long skippedBefore;
  private long samplesBefore;

  /**
   * @param further families beside CPU, wall and lock; those of another recorder are ignored
   */
  public NativeEngine(SamplerConfig config, List<RecordedFamily> further) {
    this.config = config;
    families.add(new NativeCpu(config.cpuInterval()));
    families.add(new NativeWall(config.wallInterval()));
    families.add(new NativeLocks(config.lockInterval()));
    further.stream().filter(f -> f.recorder() == Recorder.ASYNC_PROFILER).forEach(families::add);
  }

  @Override
  public String name() {
    return "async-profiler";
  }

  @Override
  public Set<Family> families() {
    return families.stream()
        .map(RecordedFamily::family)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Family.class)));
  }

  @Override
  public void start() throws IOException {
    profiler = NativeLibrary.load(config.tempDirectory());
    startWithoutWhatCannotRun();
    try {
      // The first chunk tells how CPU time is measured here.
      read(session.seal());
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public List<Profile> seal() throws IOException {
    if (session == null) {
      begin();
      throw new IllegalStateException(
          "async-profiler could not be started again after a failure; now it runs.");
    }
    List<String> comments = new ArrayList<>();
    try {
      if (session.isWorn()) {
        renew(comments);
      } else {
        read(session.seal());
      }
    } catch (IOException | RuntimeException e) {
      recover(e);
      throw e;
    }
    describe(comments);
    List<Profile> profiles = window.finish(comments);
    window = newWindow();
    return profiles;
  }

  @Override
  public void close() {
    if (session != null) {
      session.discard();
      session = null;
    }
  }

  /** On some JVMs a kind of event cannot be had; the others are worth having. CPU must run. */
  private void startWithoutWhatCannotRun() throws IOException {
    while (true) {
      try {
        begin();
        return;
      } catch (IllegalStateException | IllegalArgumentException e) {
        if (families.size() == 1) {
          throw new IOException("async-profiler refuses to start: " + e.getMessage(), e);
        }
        RecordedFamily last = families.remove(families.size() - 1);
        unavailable.add(last.family().wireName() + " profiles unavailable: " + e.getMessage());
      }
    }
  }

  private void begin() throws IOException {
    session = NativeSession.start(profiler, startOptions(), config.tempDirectory());
    window = newWindow();
    skippedBefore = 0;
    samplesBefore = 0;
  }

  /** A window goes on over the end of a session, but for the moment between the two. */
  private void renew(List<String> comments) throws IOException {
    long stopped = System.nanoTime();
    read(session.stop());
    session = NativeSession.start(profiler, startOptions(), config.tempDirectory());
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - stopped);
    comments.add("sampling paused for " + micros + " µs to free memory of seen stacks");
    skippedBefore = 0;
    samplesBefore = 0;
  }

  /** A window is lost, but not those that follow. */
  private void recover(Exception failure) {
    session.discard();
    session = null;
    try {
      begin();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void read(ByteBuffer chunk) throws IOException {
    try (JfrReader reader = new JfrReader(chunk)) {
      window.read(reader);
      describe(reader.settings);
    }
  }

  private void describe(Map<String, String> settings) {
    if (settings.containsKey("engine")) {
      String cpuClock = settings.get("engine").equals("perf_events") ? "perf" : "timer";
      description = "async-profiler " + settings.get("version") + " (" + cpuClock + ")";
    }
  }

  private void describe(List<String> comments) {
    comments.add(0, "engine: " + description);
    comments.addAll(unavailable);
    long skipped = session.skippedSamples() - skippedBefore;
    if (skipped > 0) {
      long samples = session.samples() - samplesBefore;
      comments.add(skipped + " of " + samples + " samples skipped: too many at once");
    }
    skippedBefore = session.skippedSamples();
    samplesBefore = session.samples();
  }

  private RecordedWindow newWindow() {
    return new RecordedWindow(families, Recorder.ASYNC_PROFILER, config.maxDepth());
  }

  private String startOptions() {
    StringBuilder options = new StringBuilder(FIXED_OPTIONS);
    // One frame fewer is kept, so that "truncated" becomes a frame of stacks that are deeper.
    int depth = config.maxDepth();
    options.append(",jstackdepth=").append(depth).append('/').append(depth - 1);
    for (RecordedFamily family : families) {
      family
          .settings()
          .forEach((name, value) ->
              options.append(',').append(name).append(value.isEmpty() ? "" : "=" + value));
    }
    return options.toString();
  }
}
