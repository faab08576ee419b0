package dev.cresset.agent;

import dev.cresset.agent.config.AgentConfig;
import dev.cresset.agent.config.Destination;
import dev.cresset.agent.config.Option;
import dev.cresset.agent.exceptions.ExceptionConfig;
import dev.cresset.agent.exceptions.ExceptionEngine;
import dev.cresset.agent.guard.BootGuard;
import dev.cresset.agent.logging.AgentLog;
import dev.cresset.agent.requests.RequestConfig;
import dev.cresset.allocationtracker.AllocationConfig;
import dev.cresset.allocationtracker.AllocationFamilies;
import dev.cresset.allocationtracker.LiveConfig;
import dev.cresset.allocationtracker.SessionSurvivors;
import dev.cresset.exporter.ExportLog;
import dev.cresset.exporter.FileExporter;
import dev.cresset.exporter.FileExporterConfig;
import dev.cresset.exporter.ProfileSink;
import dev.cresset.exporter.Shipper;
import dev.cresset.exporter.ShipperConfig;
import dev.cresset.profile.Family;
import dev.cresset.profile.Resource;
import dev.cresset.sampler.Overhead;
import dev.cresset.sampler.ProfilingEngine;
import dev.cresset.sampler.RecordedFamily;
import dev.cresset.sampler.SamplerConfig;
import dev.cresset.sampler.TempDirectories;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The composition root: everything inside the application's JVM is made and wired here. */
final class Composition {
  /** A file system in memory, on Linux. */
  private static final Path MEMORY = Paths.get("/dev/shm");

  private final AgentConfig config;
  private final Resource resource;
  private final Instrumentation jvm;
  private final AgentLog log;
  private final BootGuard guard;
  private final Consumer<String> announcement;
  private final Path tempDirectory;
  private final SessionSurvivors survivors;

  /**
   * @param announcement receives the line that says what is profiled, by what, and where it goes
   */
  Composition(
      AgentConfig config,
      Resource resource,
      Instrumentation jvm,
      AgentLog log,
      BootGuard guard,
      Consumer<String> announcement) {
    this.config = config;
    this.resource = resource;
    this.jvm = jvm;
    this.log = log;
    this.guard = guard;
    this.announcement = announcement;
    this.tempDirectory = tempDirectory(config, log);
    this.survivors = new SessionSurvivors(live());
  }

  /** Where profiles go. */
  ProfileDispatch sinks() {
    List<ProfileSink> sinks = new ArrayList<>();
    for (Destination destination : config.get(Option.EXPORT)) {
      sinks.add(destination.directory().map(this::files).orElseGet(this::shipper));
    }
    return new ProfileDispatch(sinks);
  }

  /**
   * What takes profiles; nothing of it runs yet.
   *
   * @param overhead is told what that costs
   */
  Profiling profiling(ProfileDispatch sinks, Overhead overhead) {
    AllocationConfig allocation = allocation();
    EngineSeat sampler = new EngineSeat(engines(allocation, overhead), log);
    EngineSeat instrumentation =
        new EngineSeat(new InstrumentationEngines(allocation, jvm, sampler::families, log), log);
    LiveEngines live = new LiveEngines(live(), allocation, jvm, survivors, config.get(Option.LIVE));
    return new Profiling(sampler, instrumentation, live, sinks, config.get(Option.PERIOD), log);
  }

  private EngineSource engines(AllocationConfig allocation, Overhead overhead) {
    SamplerConfig sampler = sampler();
    if (!config.get(Option.REQUESTS)) {
      return engines(sampler, allocation, overhead);
    }
    return new RequestEngines(
        requests(),
        jvm,
        log,
        contexts -> engines(sampler.withContexts(contexts), allocation, overhead));
  }

  private EngineSource engines(
      SamplerConfig sampler, AllocationConfig allocation, Overhead overhead) {
    LadderEngines ladder =
        new LadderEngines(
            sampler,
            () -> recorded(allocation),
            this::announce,
            overhead,
            engine -> withExceptions(engine, sampler, overhead),
            System::nanoTime);
    // Whoever asks for one engine gets it.
    return config.get(Option.ENGINE) == Option.Engine.AUTO
        ? new GuardedEngines(ladder, guard)
        : ladder;
  }

  private ProfilingEngine withExceptions(
      ProfilingEngine engine, SamplerConfig sampler, Overhead overhead) {
    if (!config.get(Option.EXCEPTIONS)) {
      return engine;
    }
    ExceptionConfig exceptions =
        new ExceptionConfig()
            .withInterval(config.get(Option.EXCEPTIONS_INTERVAL))
            .withMaxDepth(config.get(Option.STACK_DEPTH))
            .withContexts(sampler.contexts())
            .withOwn(overhead::isOwn)
            .withTempDirectory(tempDirectory);
    return new ExceptionEngine(
        engine, exceptions, jvm, failure -> log.warn("Exceptions are not profiled here", failure));
  }

  private RequestConfig requests() {
    return new RequestConfig()
        .withSlow(config.get(Option.REQUESTS_SLOW))
        .withMaxValues(config.get(Option.REQUESTS_VALUES))
        .withMaxTraces(config.get(Option.REQUESTS_TRACES))
        .withExtensions(config.get(Option.REQUESTS_EXTENSIONS))
        .withTempDirectory(tempDirectory);
  }

  private void announce(String engine) {
    announcement.accept(
        String.format(
            "%s%s%s as %s, every %s to %s. %s",
            resource.service(),
            before(" ", resource.release()),
            before(" in ", resource.environment()),
            resource.instance(),
            config.text(Option.PERIOD),
            config.get(Option.EXPORT).stream()
                .map(this::describe)
                .collect(Collectors.joining(" and ")),
            engine));
  }

  private String describe(Destination destination) {
    return destination
        .directory()
        .map(directory -> "files in " + directory)
        .orElseGet(() -> config.get(Option.COLLECTOR).address());
  }

  private static String before(String prefix, String text) {
    return text.isEmpty() ? "" : prefix + text;
  }

  private SamplerConfig sampler() {
    SamplerConfig sampler =
        new SamplerConfig()
            .withEngine(SamplerConfig.Engine.valueOf(config.get(Option.ENGINE).name()))
            .withFamilies(families())
            .withCpuInterval(config.get(Option.CPU_INTERVAL))
            .withWallInterval(config.get(Option.WALL_INTERVAL))
            .withLockInterval(config.get(Option.LOCK_INTERVAL))
            .withNativeMemoryInterval(config.get(Option.NATIVEMEM_INTERVAL))
            .withBudget(config.get(Option.OVERHEAD_BUDGET))
            .withVmFrames(config.get(Option.VM_FRAMES))
            .withMaxDepth(config.get(Option.STACK_DEPTH))
            .withTempDirectory(tempDirectory);
    boolean placeIsChosen = !config.get(Option.TEMP_DIRECTORY).toString().isEmpty();
    return placeIsChosen || !Files.isDirectory(MEMORY)
        ? sampler
        : sampler.withSpareDirectory(MEMORY);
  }

  private Set<Family> families() {
    Set<Family> families = EnumSet.noneOf(Family.class);
    addIf(config.get(Option.CPU), Family.CPU, families);
    addIf(config.get(Option.WALL), Family.WALL, families);
    addIf(config.get(Option.LOCK), Family.LOCK, families);
    addIf(config.get(Option.NATIVEMEM), Family.NATIVEMEM, families);
    return families;
  }

  private static void addIf(boolean wanted, Family family, Set<Family> families) {
    if (wanted) {
      families.add(family);
    }
  }

  private AllocationConfig allocation() {
    Option.Instrumentation wanted =
        config.get(Option.ALLOC)
            ? config.get(Option.ALLOC_INSTRUMENTATION)
            : Option.Instrumentation.OFF;
    return new AllocationConfig()
        .withInterval(Math.toIntExact(config.get(Option.ALLOC_INTERVAL)))
        .withMaxDepth(config.get(Option.STACK_DEPTH))
        .withInstrumentation(AllocationConfig.Instrumentation.valueOf(wanted.name()))
        .withIncludes(config.get(Option.ALLOC_PACKAGES))
        .withExcludes(config.get(Option.ALLOC_EXCLUDES))
        .withTempDirectory(tempDirectory);
  }

  private LiveConfig live() {
    return new LiveConfig()
        .withDelay(config.get(Option.LIVE_DELAY))
        .withPace(config.get(Option.LIVE_PACE))
        .withMaxReferences(config.get(Option.LIVE_OBJECTS))
        .withMaxClasses(config.get(Option.LIVE_CLASSES));
  }

  /** Not the recorder's too where classes are instrumented: each allocation would count twice. */
  private List<RecordedFamily> recorded(AllocationConfig allocation) {
    boolean recorded =
        config.get(Option.ALLOC)
            && allocation.instrumentation() != AllocationConfig.Instrumentation.ON;
    return recorded
        ? AllocationFamilies.of(allocation, config.get(Option.LIVE) ? survivors : null)
        : Collections.emptyList();
  }

  private ProfileSink files(Path directory) {
    return new FileExporter(new FileExporterConfig(directory), resource, exportLog());
  }

  private ProfileSink shipper() {
    ShipperConfig collector = config.get(Option.COLLECTOR);
    long bytes = config.get(Option.SPOOL_BYTES);
    return new Shipper(
        collector.withSpool(collector.spoolProfiles(), bytes), resource, exportLog());
  }

  private ExportLog exportLog() {
    return new ExportLog() {
      @Override
      public void info(String line) {
        log.info(line);
      }

      @Override
      public void warn(String line) {
        log.warn(line);
      }
    };
  }

  /** Another one than was asked for, where that cannot be written. */
  private static Path tempDirectory(AgentConfig config, AgentLog log) {
    Path wanted = wantedTempDirectory(config);
    Path writable = TempDirectories.writable(wanted);
    if (!writable.equals(wanted)) {
      log.warn(
          "No file can be written in " + wanted + ": using " + writable + ". Set temp.directory.");
    }
    return writable;
  }

  static Path wantedTempDirectory(AgentConfig config) {
    Path asked = config.get(Option.TEMP_DIRECTORY);
    return asked.toString().isEmpty() ? Paths.get(System.getProperty("java.io.tmpdir")) : asked;
  }
}
