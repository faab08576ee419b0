package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.sampler.jfr.JfrChunk;
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

  /** What async-profiler calls the kernel's clock. */
  private static final String PERF = "perf_events";

  private final SamplerConfig config;
  private final long maxStackMemoryKb;
  private final List<RecordedFamily> families = new ArrayList<>();
  private final RunDelay delay = new RunDelay();
  private final CpuClock clock;
  private NativeSessions sessions;
  private NativeCosts costs;
  private LockHooks lockHooks;
  private RecordedWindow window;
  private EngineCost cost = EngineCost.NONE;
  private String libraryNote = "";
  private boolean byPerf;
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
    this.clock = new CpuClock(config.cpuInterval());
    Stream.of(
            new NativeCpu(config.cpuInterval(), clock),
            new NativeWall(config.wallInterval()),
            new NativeLocks(config.lockInterval(), JavaVersion.current()),
            new NativeMemory(config.nativeMemoryInterval()))
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
    NativeLibrary library = NativeLibrary.load(config.tempDirectory());
    AsyncProfiler profiler = library.profiler();
    libraryNote = library.note();
    costs = new NativeCosts(SignalCosts.measure(profiler));
    sessions = new NativeSessions(profiler, config, families);
    sessions.openWhatCanRun();
    lockHooks = families().contains(Family.LOCK) ? new LockHooks() : null;
    window = newWindow();
    try {
      // The first chunk tells how CPU time is measured here.
      read(sessions.current().seal(), sessions.current());
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public List<Profile> seal() throws IOException {
    try {
      NativeSession session = sessions.current();
      if (session == null) {
        throw new IllegalStateException("async-profiler does not run, after an earlier failure.");
      }
      readWindow(session);
      List<String> comments = new ArrayList<>(sessions.unavailable());
      comments.add(0, "engine: " + description);
      costs.sessionIs(session.options());
      cost =
          costs.of(
              window.walked(),
              session.walkNanos(),
              delay.stretch(),
              session.takeThreadNanos(),
              sessions.takeUnsampledNanos());
      if (lockHooks != null) {
        cost = cost.plusStanding(Family.LOCK, lockHooks.takeNanos());
      }
      List<Profile> profiles = window.finish(comments);
      window = newWindow();
      return profiles;
    } catch (Throwable e) {
      recover(e);
      throw e;
    }
  }

  @Override
  public EngineCost cost() {
    return cost;
  }

  @Override
  public void pace(Pace pace) throws IOException {
    sessions.setPace(pace);
    try {
      renew("to sample " + pace);
    } catch (IOException | RuntimeException e) {
      recover(e);
      throw e;
    }
  }

  @Override
  public void close() {
    if (sessions != null) {
      sessions.discard();
    }
  }

  @Override
  public String toString() {
    return description;
  }

  private void readWindow(NativeSession session) throws IOException {
    boolean wantedEnd = sessions.isEndWanted();
    if (session.isWorn(maxStackMemoryKb)) {
      renew("to free memory of stacks");
      return;
    }
    if (wantedEnd) {
      renew("for what is only told at the end of a session");
      return;
    }
    if (byPerf && !CpuClock.isTimer(session.options()) && clock.isPerfTooDear()) {
      renew("to measure CPU time by timers from now on");
      return;
    }
    read(session.seal(), session);
    if (session.hasEnded()) {
      sessions.discard();
      sessions.open();
      window.comment("async-profiler was stopped by somebody else, and was started again");
    }
  }

  private void renew(String why) throws IOException {
    NativeSession worn = sessions.current();
    long start = System.nanoTime();
    ByteBuffer chunk = sessions.replace();
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
    window.comment("sampling paused for " + micros + " µs " + why);
    read(chunk, worn);
    window.switchTo(sessions.running());
  }

  /** A window is lost, but not those that follow. */
  private void recover(Throwable failure) {
    close();
    try {
      window.discard();
      sessions.openElsewhere();
      window = newWindow();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void read(ByteBuffer chunk, NativeSession recordedIn) throws IOException {
    JfrChunk recorded = JfrChunk.of(chunk);
    window.read(recorded, config.contexts().seal());
    describe(recorded.settings(), recordedIn.options());
    if (!recordedIn.skippedSamples().isEmpty()) {
      window.comment(recordedIn.skippedSamples());
    }
  }

  private void describe(Map<String, String> settings, String options) {
    if (settings.containsKey("engine")) {
      description = "async-profiler " + settings.get("version");
      description += cpuClock(settings.get("engine"), options);
      byPerf = settings.get("engine").equals(PERF);
      description += libraryNote.isEmpty() ? "" : ", " + libraryNote;
    }
  }

  private String cpuClock(String engine, String options) {
    switch (engine) {
      case PERF:
        return " (perf)";
      case "noop":
        return "";
      default:
        return " (timer, because " + clock.whyNoPerf(options) + ")";
    }
  }

  private RecordedWindow newWindow() {
    return new RecordedWindow(
        sessions.running(), Recorder.ASYNC_PROFILER, config.maxDepth(), config.vmFrames());
  }
}
