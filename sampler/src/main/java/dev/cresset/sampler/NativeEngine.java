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
import java.util.stream.Stream;
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
  /** async-profiler keeps every stack trace it has seen; past this the session is renewed. */
  private static final long MAX_STACK_MEMORY_KB = 48 * 1024;

  private final SamplerConfig config;
  private final long maxStackMemoryKb;
  private final List<RecordedFamily> families = new ArrayList<>();
  private final List<String> unavailable = new ArrayList<>();
  private AsyncProfiler profiler;
  private NativeSession session;
  private RecordedWindow window;
  private String description = "async-profiler";

  /**
   * @param further families beside those of the configuration; another recorder's are ignored
   */
  public NativeEngine(SamplerConfig config, List<RecordedFamily> further) {
    this(config, further, MAX_STACK_MEMORY_KB);
  }

  NativeEngine(SamplerConfig config, List<RecordedFamily> further, long maxStackMemoryKb) {
    this.config = config;
    this.maxStackMemoryKb = maxStackMemoryKb;
    Stream.of(
            new NativeCpu(config.cpuInterval()),
            new NativeWall(config.wallInterval()),
            new NativeLocks(config.lockInterval()))
        .filter(family -> config.families().contains(family.family()))
        .forEach(families::add);
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
    openWithoutWhatCannotRun();
    window = newWindow();
    try {
      // The first chunk tells how CPU time is measured here.
      read(session.seal(), session);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public List<Profile> seal() throws IOException {
    try {
      if (session == null) {
        throw new IllegalStateException("async-profiler does not run, after an earlier failure.");
      }
      readWindow();
      List<String> comments = new ArrayList<>(unavailable);
      comments.add(0, "engine: " + description);
      List<Profile> profiles = window.finish(comments);
      window = newWindow();
      return profiles;
    } catch (Throwable e) {
      recover(e);
      throw e;
    }
  }

  @Override
  public void close() {
    if (session != null) {
      session.discard();
      session = null;
    }
  }

  @Override
  public String toString() {
    return description;
  }

  /**
   * On some JVMs one kind of event cannot be had, and the others are worth having. The first, which
   * is CPU unless that is not wanted, must run.
   */
  private void openWithoutWhatCannotRun() throws IOException {
    List<RecordedFamily> all = new ArrayList<>(families);
    String refusal = tryToOpen();
    for (int i = all.size() - 1; !refusal.isEmpty() && i > 0; i--) {
      families.remove(all.get(i));
      if (tryToOpen().isEmpty()) {
        unavailable.add(all.get(i).family().wireName() + " profiles unavailable: " + refusal);
        return;
      }
      families.add(i, all.get(i));
    }
    if (!refusal.isEmpty()) {
      throw new IOException("async-profiler refuses to start: " + refusal);
    }
  }

  /** Why it did not start; empty if it did. */
  private String tryToOpen() throws IOException {
    try {
      open();
      return "";
    } catch (IllegalStateException | IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private void open() throws IOException {
    String options = NativeOptions.of(families, config.maxDepth());
    session = NativeSession.start(profiler, options, config.tempDirectory());
  }

  private void readWindow() throws IOException {
    if (session.isWorn(maxStackMemoryKb)) {
      renew();
      return;
    }
    read(session.seal(), session);
    if (session.hasEnded()) {
      session.discard();
      open();
      window.comment("async-profiler was stopped by somebody else, and was started again");
    }
  }

  private void renew() throws IOException {
    NativeSession worn = session;
    long paused = System.nanoTime();
    ByteBuffer chunk = worn.stop();
    open();
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - paused);
    window.comment("sampling paused for " + micros + " µs to free memory of stacks");
    read(chunk, worn);
  }

  /** A window is lost, but not those that follow. */
  private void recover(Throwable failure) {
    close();
    try {
      window.discard();
      window = newWindow();
      open();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void read(ByteBuffer chunk, NativeSession recordedIn) throws IOException {
    try (JfrReader reader = new JfrReader(chunk)) {
      window.read(reader);
      describe(reader.settings);
    }
    if (!recordedIn.skippedSamples().isEmpty()) {
      window.comment(recordedIn.skippedSamples());
    }
  }

  private void describe(Map<String, String> settings) {
    if (settings.containsKey("engine")) {
      description = "async-profiler " + settings.get("version") + cpuClock(settings.get("engine"));
    }
  }

  private static String cpuClock(String engine) {
    switch (engine) {
      case "perf_events":
        return " (perf)";
      case "noop":
        return "";
      default:
        return " (timer)";
    }
  }

  private RecordedWindow newWindow() {
    return new RecordedWindow(families, Recorder.ASYNC_PROFILER, config.maxDepth());
  }
}
