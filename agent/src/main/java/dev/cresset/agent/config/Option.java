package dev.cresset.agent.config;

import dev.cresset.agent.logging.AgentLog;
import dev.cresset.agent.requests.SlowLimit;
import dev.cresset.exporter.ShipperConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thing that can be set, and all that is known of it. The options together are the table that
 * docs/agent.md shows.
 */
public final class Option<T> {
  private static final Map<String, Option<?>> TABLE = new LinkedHashMap<>();

  public static final Option<Boolean> ENABLED =
      add("enabled", "on", OptionType.FLAG, "Whether the agent does anything at all.");
  public static final Option<String> OPTIONS_FILE =
      add("options.file", "", OptionType.TEXT, "A properties file with further options.");

  public static final Option<String> SERVICE =
      add("service", "", OptionType.TEXT, "The service's name. Empty: detected.");
  public static final Option<String> RELEASE =
      add("release", "", OptionType.TEXT, "The service's version. Empty: detected.");
  public static final Option<String> ENVIRONMENT =
      add("environment", "", OptionType.TEXT, "Where it runs, such as `production`.");
  public static final Option<String> INSTANCE =
      add("instance", "", OptionType.TEXT, "Tells two processes apart. Empty: `host:pid`.");
  public static final Option<Map<String, String>> ATTRIBUTES =
      add("attributes", "", OptionType.ATTRIBUTES, "What else to say of the process.");

  public static final Option<ShipperConfig> COLLECTOR =
      add(
          "collector",
          "http://localhost:7401",
          OptionType.COLLECTOR,
          "Where `export=grpc` ships to.");
  public static final Option<List<Destination>> EXPORT =
      add("export", "grpc", OptionType.DESTINATIONS, "Where profiles go, one or both.");
  public static final Option<Duration> PERIOD =
      add("period", "10s", OptionType.duration("100ms", "1h"), "The length of a profile.");

  public static final Option<Engine> ENGINE =
      add("engine", "auto", OptionType.choice(Engine.class), "What takes the samples.");
  public static final Option<Boolean> CPU =
      add("cpu", "on", OptionType.FLAG, "Profile what runs on a CPU.");
  public static final Option<Duration> CPU_INTERVAL =
      add(
          "cpu.interval",
          "10ms",
          OptionType.duration("1ms", "10s"),
          "CPU time between two samples of a thread.");
  public static final Option<Boolean> WALL =
      add("wall", "on", OptionType.FLAG, "Profile every thread, running or waiting.");
  public static final Option<Duration> WALL_INTERVAL =
      add(
          "wall.interval",
          "100ms",
          OptionType.duration("1ms", "10s"),
          "Time between two samples of a thread.");
  public static final Option<Boolean> ALLOC =
      add("alloc", "on", OptionType.FLAG, "Profile where memory is allocated.");
  public static final Option<Long> ALLOC_INTERVAL =
      add(
          "alloc.interval",
          "512k",
          OptionType.size("1k", "1g"),
          "Allocated bytes between two samples.");
  public static final Option<Instrumentation> ALLOC_INSTRUMENTATION =
      add(
          "alloc.instrumentation",
          "auto",
          OptionType.choice(Instrumentation.class),
          "Rewrite classes to see allocation; `auto`: only where the engine cannot see it.");
  public static final Option<List<String>> ALLOC_PACKAGES =
      add(
          "alloc.packages",
          "",
          OptionType.LIST,
          "Packages that may be rewritten. Empty: all, of the JDK only what allocates for them.");
  public static final Option<List<String>> ALLOC_EXCLUDES =
      add(
          "alloc.excludes",
          "",
          OptionType.LIST,
          "Packages that are never rewritten; goes before `alloc.packages`.");
  public static final Option<Boolean> LIVE =
      add(
          "live",
          "on",
          OptionType.FLAG,
          "Profile what stays in use; needs `alloc`, which shows where to look.");
  public static final Option<Duration> LIVE_DELAY =
      add(
          "live.delay",
          "1m",
          OptionType.duration("0s", "1h"),
          "How long after the start no class is rewritten for it.");
  public static final Option<Duration> LIVE_PACE =
      add(
          "live.pace",
          "30s",
          OptionType.duration("0s", "1h"),
          "The least time between two classes being rewritten for it, whatever they cost.");
  public static final Option<Integer> LIVE_OBJECTS =
      add(
          "live.objects",
          "4096",
          OptionType.integer(64, 65_536),
          "The most objects that are followed by weak references.");
  public static final Option<Integer> LIVE_CLASSES =
      add(
          "live.classes",
          "20",
          OptionType.integer(2, 1000),
          "The most classes that are rewritten for it at a time.");
  public static final Option<Boolean> LOCK =
      add("lock", "on", OptionType.FLAG, "Profile waiting for locks.");
  public static final Option<Duration> LOCK_INTERVAL =
      add(
          "lock.interval",
          "10ms",
          OptionType.duration("1us", "10s"),
          "Time that all threads wait for locks between two samples.");
  public static final Option<Boolean> NATIVEMEM =
      add(
          "nativemem",
          "off",
          OptionType.FLAG,
          "Profile where native code allocates memory; `async-profiler` only.");
  public static final Option<Long> NATIVEMEM_INTERVAL =
      add(
          "nativemem.interval",
          "512k",
          OptionType.size("1k", "1g"),
          "Bytes that native code allocates between two samples.");
  public static final Option<Boolean> EXCEPTIONS =
      add(
          "exceptions",
          "off",
          OptionType.FLAG,
          "Profile which exceptions are made, and where; rewrites `java.lang.Throwable`.");
  public static final Option<Integer> EXCEPTIONS_INTERVAL =
      add(
          "exceptions.interval",
          "1",
          OptionType.integer(1, 1_000_000),
          "Exceptions between two samples; more where there would be over 100 samples a second.");
  public static final Option<Double> OVERHEAD_BUDGET =
      add(
          "overhead.budget",
          "1%",
          OptionType.shareOrOff("0.1%", "100%"),
          "CPU time that profiling may take, of what the process uses. `off`: rates are fixed.");
  public static final Option<Boolean> REQUESTS =
      add(
          "requests",
          "on",
          OptionType.FLAG,
          "Tell which request a sample is from, and count requests; `off`: instrument nothing.");
  public static final Option<SlowLimit> REQUESTS_SLOW =
      add(
          "requests.slow",
          "p95",
          OptionType.SLOW_LIMIT,
          "From when on a request is slow: longer than this share of its endpoint's, or than this.");
  public static final Option<Integer> REQUESTS_VALUES =
      add(
          "requests.values",
          "200",
          OptionType.integer(1, 10_000),
          "Values a label may have; further ones are `(other)`.");
  public static final Option<Integer> REQUESTS_TRACES =
      add(
          "requests.traces",
          "20",
          OptionType.integer(1, 1_000),
          "Traces of slow requests that a period may name; further ones are `(other)`.");
  public static final Option<Path> REQUESTS_EXTENSIONS =
      add(
          "requests.extensions",
          "",
          OptionType.PATH,
          "A jar, or a folder of jars, that tells where else requests come in.");
  public static final Option<Boolean> VM_FRAMES =
      add(
          "vm.frames",
          "off",
          OptionType.FLAG,
          "Show what threads of the garbage collector and compiler run; `off`: that they run.");
  public static final Option<Integer> STACK_DEPTH =
      add("stack.depth", "512", OptionType.integer(1, 2048), "Frames of a stack that are kept.");

  public static final Option<Long> SPOOL_BYTES =
      add(
          "spool.bytes",
          "32m",
          OptionType.size("64k", "1g"),
          "Memory for profiles that wait for the collector; the oldest give way.");
  public static final Option<Duration> SHUTDOWN_TIMEOUT =
      add(
          "shutdown.timeout",
          "5s",
          OptionType.duration("0s", "1m"),
          "How long the end of the JVM may wait for the last profiles.");

  public static final Option<AgentLog.Level> LOG_LEVEL =
      add("log.level", "info", OptionType.choice(AgentLog.Level.class), "How much is logged.");
  public static final Option<Path> LOG_FILE =
      add("log.file", "", OptionType.PATH, "A file to log to. Empty: stderr.");
  public static final Option<Path> TEMP_DIRECTORY =
      add(
          "temp.directory",
          "",
          OptionType.PATH,
          "Where recordings and the native library go. Empty: `java.io.tmpdir`.");
  public static final Option<Path> STATE_DIRECTORY =
      add(
          "state.directory",
          "",
          OptionType.PATH,
          "Where young JVMs that crash are remembered. Empty: `cresset-USER` in `temp.directory`.");

  /** What takes the samples. */
  public enum Engine {
    AUTO,
    ASYNC_PROFILER,
    FLIGHT_RECORDER,
    THREAD_DUMPS
  }

  /** Whether classes are rewritten to see what they allocate. */
  public enum Instrumentation {
    AUTO,
    ON,
    OFF
  }

  private final String name;
  private final String defaultText;
  private final OptionType<T> type;
  private final String meaning;

  private Option(String name, String defaultText, OptionType<T> type, String meaning) {
    this.name = name;
    this.defaultText = defaultText;
    this.type = type;
    this.meaning = meaning;
  }

  private static <T> Option<T> add(
      String name, String defaultText, OptionType<T> type, String meaning) {
    Option<T> option = new Option<>(name, defaultText, type, meaning);
    TABLE.put(name, option);
    return option;
  }

  /** All options, in the order in which people should read them. */
  public static Collection<Option<?>> all() {
    return Collections.unmodifiableCollection(TABLE.values());
  }

  /**
   * @return null if no option has that name
   */
  static Option<?> named(String name) {
    return TABLE.get(name);
  }

  /** As in the agent arguments and a file, such as {@code alloc.interval}. */
  public String name() {
    return name;
  }

  /** As it would be written. */
  public String defaultText() {
    return defaultText;
  }

  /** What may be written, for people. */
  public String allowed() {
    return type.allowed();
  }

  public String meaning() {
    return meaning;
  }

  /** Whether it is where a file or folder is. */
  public boolean isPath() {
    return type == OptionType.PATH;
  }

  /** Whether a comma in the agent arguments may be part of the value. */
  boolean takesCommas() {
    return type.takesCommas();
  }

  /**
   * @throws IllegalArgumentException if it is not {@link #allowed()}
   */
  T parse(String text) {
    return type.parse(text);
  }

  /** The default's value. */
  T parseDefault() {
    return type.parse(defaultText);
  }

  @Override
  public String toString() {
    return name;
  }
}
