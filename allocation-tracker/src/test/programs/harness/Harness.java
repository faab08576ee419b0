package harness;

import dev.cresset.allocationtracker.AllocationConfig;
import dev.cresset.allocationtracker.AllocationInstrumentation;
import dev.cresset.allocationtracker.WeaveEverything;
import dev.cresset.profile.Frame;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.Sample;
import java.lang.instrument.Instrumentation;
import java.util.Arrays;

/**
 * Agent and main class of the forked JVMs: runs a program under allocation instrumentation and
 * prints its profile, then runs it again without.
 *
 * <p>Arguments: the interval in bytes, the program's class, packages to exclude. Or {@code
 * everything} and jars, to instrument them and the whole JDK.
 */
public final class Harness {
  private static Instrumentation instrumentation;

  private Harness() {}

  public static void premain(String arguments, Instrumentation jvms) {
    instrumentation = jvms;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("everything")) {
      WeaveEverything.run(
          instrumentation, Arrays.asList(arguments).subList(1, arguments.length));
      return;
    }
    profile(arguments);
  }

  private static void profile(String[] arguments) throws Exception {
    AllocationConfig config =
        new AllocationConfig()
            .withInterval(Integer.parseInt(arguments[0]))
            .withMaxSamplesPerSecond(1_000_000)
            .withExcludes(Arrays.asList(arguments).subList(2, arguments.length));
    AllocationInstrumentation engine = new AllocationInstrumentation(config, instrumentation);
    long started = System.nanoTime();
    engine.start();
    System.out.println("start-millis\t" + (System.nanoTime() - started) / 1_000_000);
    run(arguments[1], "1");
    print(engine.seal().get(0));
    started = System.nanoTime();
    engine.close();
    System.out.println("close-millis\t" + (System.nanoTime() - started) / 1_000_000);
    run(arguments[1], "1000");
    System.out.println("done");
  }

  private static void run(String program, String... arguments) throws Exception {
    Class.forName(program).getMethod("main", String[].class).invoke(null, (Object) arguments);
  }

  private static void print(Profile profile) {
    profile.comments().forEach(comment -> System.out.println("comment\t" + comment));
    for (Sample sample : profile.samples()) {
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
}
