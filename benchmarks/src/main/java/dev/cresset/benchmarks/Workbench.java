package dev.cresset.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Starts the parts that are measured. On closing, ends those that still run, the last started
 * first, and removes what they wrote.
 */
final class Workbench implements AutoCloseable {
  private final Path root;
  private final Path home;
  private final Path scratch;
  private final Deque<MeasuredProcess> started = new ConcurrentLinkedDeque<>();

  private Workbench(Path root, Path home, Path scratch) {
    this.root = root;
    this.home = home;
    this.scratch = scratch;
  }

  /** On the tree and the home that {@code ./cresset bench} names. */
  static Workbench open() throws IOException {
    Path root = Path.of(System.getProperty("cresset.root", ".")).toAbsolutePath();
    Path home = Path.of(System.getProperty("cresset.home", ".cresset")).toAbsolutePath();
    return new Workbench(root, home, Files.createTempDirectory("cresset-bench-"));
  }

  /** A folder for this run alone. */
  Path scratch() {
    return scratch;
  }

  Path agentJar() {
    return root.resolve("agent/target/cresset-agent.jar");
  }

  /** The engine, which {@code ./cresset build} fetches. */
  Path clickHouse() {
    return home.resolve("clickhouse/libchdb.so");
  }

  /** Other profilers, which {@code ./cresset bench} fetches. */
  Path peers() {
    return home.resolve("peers");
  }

  /** async-profiler's library, taken out of the jar it comes in. */
  Path asyncProfiler() throws IOException {
    Path jar = peers().resolve("async-profiler-4.6.jar");
    Path library = scratch.resolve("libasyncProfiler.so");
    try (ZipFile zip = new ZipFile(jar.toFile());
        InputStream in = zip.getInputStream(zip.getEntry("linux-x64/libasyncProfiler.so"))) {
      Files.copy(in, library);
    }
    return library;
  }

  /** How many rounds are wanted, if anybody said. */
  int rounds(int otherwise) {
    return Integer.getInteger("cresset.bench.rounds", otherwise);
  }

  /**
   * Which profilers are to be measured: those that somebody named, or all.
   *
   * @throws IllegalArgumentException if there is none of a name
   */
  Set<Profiler> profilers() {
    String names = System.getProperty("cresset.bench.profilers", "");
    return names.isEmpty()
        ? EnumSet.allOf(Profiler.class)
        : Arrays.stream(names.split(","))
            .map(Profiler::named)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Profiler.class)));
  }

  /** How long each run is to be measured, if anybody said. */
  int seconds(int otherwise) {
    return Integer.getInteger("cresset.bench.seconds", otherwise);
  }

  /** Options that programs measured with and without a profiler are to have besides. */
  List<String> jvmOptions() {
    String options = System.getProperty("cresset.bench.jvm", "").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
  }

  /** Starts the server as a user would; it may not be ready yet. */
  MeasuredProcess startServer(Path data, int httpPort, int grpcPort) throws IOException {
    List<String> command = new ArrayList<>(List.of(root.resolve("cresset").toString(), "server"));
    command.addAll(List.of(serverArguments(data, httpPort, grpcPort)));
    return start(Map.of("CRESSET_HOME", home.toString()), command.toArray(String[]::new));
  }

  /**
   * Starts the server without the launcher, which sets the size of the heap itself.
   *
   * @param heap an option of the JVM, such as {@code -Xmx1g}; the others are as in {@code
   *     launcher/server.sh}
   */
  MeasuredProcess startServer(String heap, int httpPort, int grpcPort) throws IOException {
    List<String> options =
        List.of(
            heap,
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dcresset.home=" + home);
    List<String> program =
        List.of(
            "-cp",
            root.resolve("flamegraph-ui/target/server/lib") + "/*",
            "dev.cresset.flamegraphui.ServerMain");
    return startJava(
        options, Map.of(), program, serverArguments(scratch.resolve("data"), httpPort, grpcPort));
  }

  private static String[] serverArguments(Path data, int httpPort, int grpcPort) {
    return new String[] {
      "--data",
      data.toString(),
      "--http",
      Integer.toString(httpPort),
      "--grpc",
      Integer.toString(grpcPort)
    };
  }

  /** Starts one of the demo's jars with a JVM of its own. */
  MeasuredProcess startJar(
      String jar, List<String> options, Map<String, String> environment, String... arguments)
      throws IOException {
    Path path = root.resolve("demo/target/shop").resolve(jar);
    return startJava(options, environment, List.of("-jar", path.toString()), arguments);
  }

  /** Starts one of the programs that are only there to be measured, in a JVM of its own. */
  RunningProgram startMeasured(
      String name, List<String> options, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> program =
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "dev.cresset.benchmarks.workload." + name,
            Long.toString(System.currentTimeMillis()));
    return new RunningWorkload(startJava(options, environment, program, arguments));
  }

  /** Starts one of the programs that measure themselves. */
  MeasuredProcess startWorkload(
      String name, List<String> options, Map<String, String> environment, String... arguments)
      throws IOException {
    String main = "dev.cresset.benchmarks.workload." + name;
    List<String> program = List.of("-cp", System.getProperty("java.class.path"), main);
    return startJava(options, environment, program, arguments);
  }

  private MeasuredProcess startJava(
      List<String> options,
      Map<String, String> environment,
      List<String> program,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(program);
    command.addAll(List.of(arguments));
    return start(environment, command.toArray(String[]::new));
  }

  /**
   * Starts one of our own programs, in a JVM that agents may be attached to. What a thread of it
   * frees, the next one finds: with glibc's many arenas, resident memory would tell how many of
   * them the short-lived threads have seen, and not what is in use.
   */
  MeasuredProcess startProgram(String name, Path tempDirectory) throws IOException {
    Path classes =
        Path.of(Workbench.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    return start(
        Map.of("MALLOC_ARENA_MAX", "1"),
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:+EnableDynamicAgentLoading",
        "-Djava.io.tmpdir=" + tempDirectory,
        "-cp",
        classes.toString(),
        "dev.cresset.benchmarks.programs." + name);
  }

  /** Starts one of this module's programs with the agent on it, which writes to files. */
  MeasuredProcess startHostile(Class<?> program, String name) throws IOException {
    return start(
        Map.of(),
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g",
        "-XX:+EnableDynamicAgentLoading",
        "-javaagent:%s=service=%s,export=file:%s"
            .formatted(agentJar(), name, scratch.resolve(name + "-profiles")),
        "-cp",
        System.getProperty("java.class.path"),
        program.getName(),
        name);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private MeasuredProcess start(Map<String, String> environment, String... command)
      throws IOException {
    Path log = Files.createTempFile(scratch, "process-", ".log");
    MeasuredProcess process = MeasuredProcess.start(log, environment, command);
    started.push(process);
    return process;
  }

  @Override
  public void close() throws IOException {
    while (!started.isEmpty()) {
      started.pop().stop();
    }
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
