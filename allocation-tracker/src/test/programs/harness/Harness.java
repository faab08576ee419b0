package harness;

import dev.cresset.allocationtracker.AllocationConfig;
import dev.cresset.allocationtracker.AllocationFamilies;
import dev.cresset.allocationtracker.AllocationInstrumentation;
import dev.cresset.allocationtracker.WeaveEverything;
import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.Sample;
import dev.cresset.sampler.EngineLadder;
import dev.cresset.sampler.Overhead;
import dev.cresset.sampler.Pace;
import dev.cresset.sampler.ProfilingEngine;
import dev.cresset.sampler.SamplerConfig;
import java.lang.instrument.Instrumentation;
import java.util.Arrays;
import java.util.Locale;

/**
 * Agent and main class of the forked JVMs. The first argument says what to do:
 *
 * <ul>
 *   <li>{@code instrumented INTERVAL PROGRAM …}: run a program under allocation instrumentation
 *       and print its profile, then stop and print what the classes of com.shop still report
 *   <li>{@code recorded ENGINE INTERVAL PROGRAM …}: the same with an engine's own recorder
 *   <li>{@code paced INTERVAL PROGRAM …}: the same with async-profiler, whose rate changes again and
 *       again while the program runs; and print for how many of a million nanoseconds it was off
 *   <li>{@code live ENGINE WINDOWS [fail]}: follow what a leaking program keeps, window by window;
 *       the first attempt may be made to fail
 *   <li>{@code everything JAR …}: instrument these and the whole JDK
 * </ul>
 */
public final class Harness {
  private static final long CHANGE_MILLIS = 1_000;

  private static Instrumentation instrumentation;

  private Harness() {}

  public static void premain(String arguments, Instrumentation jvms) {
    instrumentation = jvms;
  }

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "instrumented":
        instrumented(Integer.parseInt(arguments[1]), from(2, arguments));
        return;
      case "recorded":
        recorded(arguments[1], Integer.parseInt(arguments[2]), from(3, arguments));
        return;
      case "paced":
        paced(Integer.parseInt(arguments[1]), from(2, arguments));
        return;
      case "live":
        LiveProgram.run(
            instrumentation,
            arguments[1],
            Integer.parseInt(arguments[2]),
            arguments.length > 3);
        return;
      case "everything":
        WeaveEverything.run(instrumentation, Arrays.asList(from(1, arguments)));
        return;
      default:
        throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void instrumented(int interval, String[] program) throws Exception {
    AllocationConfig config =
        new AllocationConfig().withInterval(interval).withMaxSamplesPerSecond(1_000_000);
    ProfilingEngine engine = new AllocationInstrumentation(config, instrumentation);
    long started = System.nanoTime();
    engine.start();
    print("start-millis", (System.nanoTime() - started) / 1_000_000);
    run(program);
    print(engine);
    started = System.nanoTime();
    engine.close();
    print("close-millis", (System.nanoTime() - started) / 1_000_000);
    print("calls-after-close", CallsAfterClose.of(() -> run(program)));
  }

  private static void recorded(String engineName, int interval, String[] program)
      throws Exception {
    try (ProfilingEngine engine = recorder(engineName, interval)) {
      run(program);
      print(engine);
    }
  }

  private static void paced(int interval, String[] program) throws Exception {
    int[] factors = {4, 1, 2, 8};
    try (ProfilingEngine engine = recorder("async-profiler", interval)) {
      Thread thread = new Thread(() -> runOrExit(program));
      long start = System.nanoTime();
      long unsampled = 0;
      thread.start();
      int changes = 0;
      while (thread.isAlive()) {
        engine.pace(Pace.CONFIGURED.with(Family.ALLOC, factors[changes++ % factors.length]));
        thread.join(CHANGE_MILLIS);
        print(engine);
        unsampled += engine.cost().unsampledNanos();
      }
      print("changes", changes);
      print("unsampled", unsampled * 1_000_000 / (System.nanoTime() - start));
    }
  }

  private static void runOrExit(String... program) {
    try {
      run(program);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static ProfilingEngine recorder(String engineName, int interval) throws Exception {
    SamplerConfig.Engine kind =
        SamplerConfig.Engine.valueOf(engineName.toUpperCase(Locale.ROOT).replace('-', '_'));
    AllocationConfig config = new AllocationConfig().withInterval(interval);
    return new EngineLadder(
            new SamplerConfig().withEngine(kind),
            AllocationFamilies.of(config),
            line -> {},
            new Overhead(Thread.currentThread().getThreadGroup(), line -> {}, () -> {}))
        .start();
  }

  private static void run(String... program) throws Exception {
    Class.forName(program[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) from(1, program));
  }

  private static String[] from(int start, String... arguments) {
    return Arrays.copyOfRange(arguments, start, arguments.length);
  }

  private static void print(String what, long value) {
    System.out.println(what + "\t" + value);
  }

  private static void print(ProfilingEngine engine) throws Exception {
    for (Profile profile : engine.seal()) {
      if (profile.family() == Family.ALLOC) {
        profile.comments().forEach(comment -> System.out.println("comment\t" + comment));
        profile.samples().forEach(Harness::print);
      }
    }
  }

  private static void print(Sample sample) {
    StringBuilder line = new StringBuilder("sample");
    for (int type = 0; type < 3; type++) {
      line.append('\t').append(sample.value(type));
    }
    line.append('\t').append(sample.labels().asMap().get(Labels.THREAD));
    line.append('\t').append(sample.labels().asMap().get(Labels.CLASS));
    for (Frame frame : sample.stackTrace().frames()) {
      line.append('\t').append(frame);
    }
    System.out.println(line);
  }
}
