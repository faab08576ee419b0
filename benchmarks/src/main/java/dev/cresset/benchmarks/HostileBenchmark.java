package dev.cresset.benchmarks;

import dev.cresset.benchmarks.hostile.HostileProgram;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;

/**
 * Programs that make profiling dear, each on a JVM of its own with the agent. First as it comes:
 * what it says it costs, once it had time to settle. Then whether that is true: without a budget
 * and with all it does beside sampling off, it samples and does not sample in turn, and the CPU
 * time that the same work takes is compared.
 */
final class HostileBenchmark implements Benchmark {
  private static final List<String> PROGRAMS = List.of("deep", "threads", "garbage", "classes");

  /** Dear enough as they are; of the others more samples are taken, so that they stand out. */
  private static final Set<String> DEAR = Set.of("threads", "garbage");

  private static final double BUDGET = 0.01;

  /** CPUs that a process counts as using at least. */
  private static final double LEAST_LOAD = 0.2;

  /**
   * Of windows of ten seconds: rates follow what sampling costs within a minute, and after the
   * first minute what the agent's own threads cost, too.
   */
  private static final int SETTLING = 18;

  /** From the end of the first to the end of the last of so many, rates should be settled. */
  private static final int SETTLED = 4;

  private static final int PAIRS = 5;
  private static final String ALONE = "period=2s,overhead.budget=off,live=off,requests=off";
  private static final String SAMPLING = "engine=auto,cpu=on,wall=on,lock=on,alloc=on";
  private static final String OFTEN = ",cpu.interval=2ms,wall.interval=20ms";

  /** A recorder that records nothing. */
  private static final String NOT_SAMPLING =
      "engine=flight-recorder,cpu=off,wall=off,lock=off,alloc=off";

  private final String name;
  private final List<String> programs;

  private HostileBenchmark(String name, List<String> programs) {
    this.name = name;
    this.programs = programs;
  }

  static HostileBenchmark ofAll() {
    return new HostileBenchmark("hostile", PROGRAMS);
  }

  static HostileBenchmark of(String program) {
    return new HostileBenchmark("hostile-" + program, List.of(program));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String question() {
    return "Does the agent keep to its budget on programs that make profiling dear?";
  }

  @Override
  public void run(Workbench workbench) throws Exception {
    for (String program : programs) {
      MeasuredProcess process = workbench.startHostile(HostileProgram.class, program);
      HostileWindows windows = new HostileWindows(process);
      List<HostileWindows.Window> settling = windows.next(SETTLING);
      System.out.printf("%s, load %.1f%n", program, load());
      Spent spent = Spent.in(settling.subList(SETTLING - SETTLED, SETTLING));
      System.out.printf(
          "  by its own account %.2f of the budget: engine %.2f, own threads %.2f; %.2f CPUs used%n",
          spent.ofBudget(1),
          spent.ofBudget(1) - spent.ofBudget(0),
          spent.ofBudget(0),
          spent.application() / spent.seconds());
      HostileWindows.Window last = settling.getLast();
      System.out.printf(
          "  settled after %d s of %d: %s; %.1f ms unsampled by then%n",
          settledAfter(settling), elapsed(settling), last.pace(), 1000 * last.unsampled());
      String sampling = DEAR.contains(program) ? SAMPLING : SAMPLING + OFTEN;
      compare(process, windows, workbench, sampling, spent);
      process.stop();
    }
  }

  private static void compare(
      MeasuredProcess process,
      HostileWindows windows,
      Workbench workbench,
      String often,
      Spent settled)
      throws Exception {
    int pairs = workbench.rounds(PAIRS);
    double[] outside = new double[pairs];
    double[] said = new double[pairs];
    try (AttachedJvm jvm = AttachedJvm.of(process)) {
      Spent before = phase(jvm, workbench, windows, ALONE + ',' + NOT_SAMPLING);
      for (int i = 0; i < pairs; i++) {
        Spent sampling = phase(jvm, workbench, windows, often);
        Spent after = phase(jvm, workbench, windows, NOT_SAMPLING);
        double without = (before.perUnit() + after.perUnit()) / 2;
        outside[i] = sampling.perUnit() / without - 1;
        said[i] = sampling.engineShare();
        before = after;
      }
    }
    Interval seen = Interval.of(outside);
    double factor = seen.middle() / Median.of(said);
    System.out.printf(
        "  engine without a budget: it says %.2f %%; from outside %s %% (%d pairs)%n",
        100 * Median.of(said),
        new Interval(100 * seen.low(), 100 * seen.middle(), 100 * seen.high()).text(2),
        pairs);
    System.out.printf(
        "  with that, %.2f of the budget; load %.1f%n", settled.ofBudget(factor), load());
  }

  private static Spent phase(
      AttachedJvm jvm, Workbench workbench, HostileWindows windows, String options)
      throws Exception {
    jvm.cresset(workbench.agentJar(), "reconfigure", options, "");
    windows.skip();
    // The first has the engine's start in it, and may be the last of the engine before.
    List<HostileWindows.Window> all = windows.next(5);
    return Spent.in(all.subList(1, all.size()));
  }

  private static long settledAfter(List<HostileWindows.Window> windows) {
    String last = windows.getLast().pace();
    int since = windows.size();
    while (since > 0 && windows.get(since - 1).pace().equals(last)) {
      since--;
    }
    return since == 0 ? 0 : elapsed(windows.subList(0, since + 1));
  }

  private static long elapsed(List<HostileWindows.Window> windows) {
    return Math.round(windows.stream().mapToDouble(HostileWindows.Window::seconds).sum());
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /**
   * In CPU seconds, unless said otherwise.
   *
   * @param engine what the engine says it has cost
   * @param own what the agent's threads have used
   * @param application all else that the process has used
   * @param seconds that went by
   * @param units of work that were done
   */
  private record Spent(double engine, double own, double application, double seconds, long units) {
    /** From the end of the first window to the end of the last. */
    static Spent in(List<HostileWindows.Window> windows) {
      HostileWindows.Window first = windows.getFirst();
      HostileWindows.Window last = windows.getLast();
      List<HostileWindows.Window> counted = windows.subList(1, windows.size());
      double agent = counted.stream().mapToDouble(HostileWindows.Window::agent).sum();
      double own = last.own() - first.own();
      double engine = Math.max(0, agent - own);
      return new Spent(
          engine,
          own,
          last.process() - first.process() - own - engine,
          counted.stream().mapToDouble(HostileWindows.Window::seconds).sum(),
          last.units() - first.units());
    }

    double engineShare() {
      return engine / application;
    }

    /**
     * @param factor by how much the engine costs more than it says
     */
    double ofBudget(double factor) {
      double counted = Math.max(application, LEAST_LOAD * seconds);
      return (factor * engine + own) / counted / BUDGET;
    }

    /** Without the agent's threads. */
    double perUnit() {
      return (application + engine) / units;
    }
  }
}
