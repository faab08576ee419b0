package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.profile.WindowClock;
import dev.cresset.sampler.jfr.ChunkBuffer;
import dev.cresset.sampler.jfr.ChunkHeader;
import dev.cresset.sampler.jfr.JfrFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Samples with the JVM's own flight recorder, in its process: CPU, lock and whatever further
 * families it is given. It knows no wall-clock samples; those come from thread dumps.
 */
public final class FlightRecorderEngine implements ProfilingEngine {
  /** Of 100 a second, the fewest that kernels have. */
  private static final long LONGEST_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final SamplerConfig config;
  private final String reason;
  private final List<RecordedFamily> families = new ArrayList<>();
  private final ThreadDumps dumps;
  private final RecorderClock clock;
  private final ChunkBuffer buffer = new ChunkBuffer();
  private List<RecordedFamily> running = families;
  private Pace pace = Pace.CONFIGURED;
  private EngineCost cost = EngineCost.NONE;
  private FlightExecutions executions;
  private FlightRecording recording;
  private WindowClock windowClock;
  private int depth;
  private boolean standsIn;
  private long lastChunkTicks = Long.MIN_VALUE;
  private Instant readUntil = Instant.EPOCH;

  /**
   * @param further families beside CPU, wall and lock; those of another recorder are ignored
   */
  public FlightRecorderEngine(SamplerConfig config, List<RecordedFamily> further) {
    this(config, further, "");
  }

  FlightRecorderEngine(SamplerConfig config, List<RecordedFamily> further, String reason) {
    this(config, further, reason, new RecorderClock(JavaVersion.current()));
  }

  FlightRecorderEngine(
      SamplerConfig config, List<RecordedFamily> further, String reason, RecorderClock clock) {
    this.config = config;
    this.reason = reason;
    this.dumps = new ThreadDumps(config);
    this.clock = clock;
    families.add(new FlightLocks(config.lockInterval()));
    further.stream().filter(f -> f.recorder() == Recorder.FLIGHT_RECORDER).forEach(families::add);
  }

  @Override
  public String name() {
    return "flight-recorder";
  }

  @Override
  public Set<Family> families() {
    Set<Family> names = EnumSet.of(Family.CPU, Family.WALL);
    families.forEach(family -> names.add(family.family()));
    return names;
  }

  @Override
  public void start() throws IOException {
    PrivateDirectory.in(config.tempDirectory()).close();
    depth = FlightStackDepth.set(config.maxDepth());
    if (FlightCpu.isAmong(FlightRecording.eventNames())) {
      families.add(0, new FlightCpu(config.cpuInterval()));
    } else {
      families.add(0, new FlightExecutions(config.cpuInterval()));
    }
    record();
    dumps.start();
  }

  @Override
  public List<Profile> seal() throws IOException {
    RecordedWindow window =
        new RecordedWindow(
            running, Recorder.FLIGHT_RECORDER, depth, config.vmFrames(), windowClock);
    try {
      read(window);
    } catch (Throwable e) {
      window.discard();
      return standIn(e);
    }
    standsIn = false;
    DumpedWindow dumped = dumps.seal();
    cost = FlightCosts.of(window.walked(), dumps.takeCostNanos());
    if (executions != null) {
      executions.measured(dumped.cpuShares());
    }
    List<Profile> profiles = window.finish(comments());
    if (hasNoCpuSamples(profiles.get(0), dumped.cpuShares())) {
      profiles.set(0, dumped.cpu(comments()));
      recordExecutions();
    }
    if (!pace.isPaused(Family.WALL)) {
      profiles.add(1, dumped.wall(comments()));
    }
    return profiles;
  }

  @Override
  public EngineCost cost() {
    return cost;
  }

  @Override
  public void pace(Pace pace) throws IOException {
    this.pace = pace;
    dumps.pace(pace.factor(Family.WALL));
    if (clock.isSetBack()) {
      // The recording goes on as it is, until the pace changes again.
      return;
    }
    recording.close();
    record();
  }

  @Override
  public void close() {
    dumps.close();
    if (recording != null) {
      recording.close();
    }
  }

  @Override
  public String toString() {
    return name();
  }

  private void record() throws IOException {
    running = pace.of(families);
    RecordedFamily cpu = running.get(0);
    executions = cpu instanceof FlightExecutions ? (FlightExecutions) cpu : null;
    Map<String, String> settings = new HashMap<>();
    running.forEach(family -> settings.putAll(family.settings()));
    windowClock = WindowClock.start();
    recording = FlightRecording.start(settings);
    clock.chunkBegan();
    readUntil = Instant.EPOCH;
  }

  /**
   * The JVM drops its CPU-time sampler, with no more than a line in its log, where somebody has
   * taken SIGPROF before. Each thread has a timer of its own, so many may use a little each without
   * a sample; and timers expire at ticks of the kernel.
   */
  private boolean hasNoCpuSamples(Profile cpu, CpuShares used) {
    long interval = pace.factor(Family.CPU) * config.cpuInterval().toNanos();
    long worthTenSamples = 10 * Math.max(interval, LONGEST_TICK_NANOS);
    return executions == null && cpu.samples().isEmpty() && used.busiestNanos() > worthTenSamples;
  }

  private void recordExecutions() {
    families.set(0, new FlightExecutions(config.cpuInterval()));
    recording.close();
    try {
      record();
    } catch (IOException e) {
      // This window is whole. The next one is not there, and it is tried again.
    }
  }

  /**
   * Thread dumps tell of the window that the recorder has lost, as it does when the JVM shuts down
   * or an operator stops its recordings; but not of two in a row, unless the clock is set back.
   */
  private List<Profile> standIn(Throwable failure) throws IOException {
    DumpedWindow dumped = dumps.seal();
    if (!clock.isSetBack()) {
      restart(failure);
    }
    List<String> comments = comments();
    comments.add("thread dumps stand in for the flight recorder, which failed: " + failure);
    return Arrays.asList(dumped.cpu(comments), dumped.wall(comments), dumped.locks(comments));
  }

  private void restart(Throwable failure) throws IOException {
    recording.close();
    try {
      record();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    if (standsIn) {
      throw new IOException(failure.getMessage(), failure);
    }
    standsIn = true;
  }

  private void read(RecordedWindow window) throws IOException {
    clock.requireNotSetBack();
    try (PrivateDirectory directory = PrivateDirectory.in(config.tempDirectory())) {
      Path file = directory.resolve("window.jfr");
      WindowClock next = WindowClock.start();
      recording.writeChunks(readUntil, file);
      windowClock = next;
      clock.chunkBegan();
      read(file, window);
    }
  }

  private void read(Path file, RecordedWindow window) throws IOException {
    long before = lastChunkTicks;
    SampleContexts.Known contexts = config.contexts().seal();
    try (JfrFile recorded = JfrFile.open(file, buffer)) {
      for (ChunkHeader chunk; (chunk = recorded.next()) != null; ) {
        // Not by its time, which stands still while the clock is set back.
        if (chunk.startTicks() > lastChunkTicks) {
          lastChunkTicks = chunk.startTicks();
          readUntil = Instant.ofEpochSecond(0, chunk.endNanos());
          window.read(recorded.read(), contexts);
        }
      }
    }
    if (lastChunkTicks == before) {
      throw new IOException("The flight recorder has no chunk that was not read before.");
    }
  }

  private List<String> comments() {
    List<String> comments = new ArrayList<>();
    comments.add("engine: flight-recorder" + reason);
    if (depth < config.maxDepth()) {
      comments.add("stacks hold " + depth + " frames at most, as the flight recorder is set up");
    }
    return comments;
  }
}
