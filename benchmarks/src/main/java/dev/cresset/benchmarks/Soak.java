package dev.cresset.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program that loads and drops classes and threads, in whose JVM the agent comes, restarts its
 * native session twice, and goes, again and again. What the process holds is counted whenever the
 * agent is gone. Linux only.
 */
final class Soak {
  private final Workbench workbench;
  private final Duration duration;
  private final int cycles;
  private final List<Holdings> holdings = new ArrayList<>();

  /**
   * @param cycles how often the agent comes and goes, evenly over the duration
   */
  Soak(Workbench workbench, Duration duration, int cycles) {
    this.workbench = workbench;
    this.duration = duration;
    this.cycles = cycles;
  }

  /** What the process held after each cycle; the first is from before the agent ever came. */
  List<Holdings> run() throws Exception {
    Path temp = Files.createDirectories(workbench.scratch().resolve("temp"));
    Path out = Files.createDirectories(workbench.scratch().resolve("out"));
    MeasuredProcess program = workbench.startProgram("Churn", temp);
    program.await(Pattern.compile("(churning)"));
    holdings.add(count(program, temp));
    try (AttachedJvm jvm = AttachedJvm.of(program)) {
      long start = System.nanoTime();
      for (int cycle = 1; cycle <= cycles; cycle++) {
        cycle(jvm, out);
        program.requireAlive();
        holdings.add(count(program, temp));
        sleepUntil(start + duration.toNanos() / cycles * cycle);
      }
    }
    program.stop();
    return holdings;
  }

  private void cycle(AttachedJvm jvm, Path out) throws Exception {
    long stay = duration.toMillis() / cycles / 5;
    String options = "service=soak,period=500ms,state.directory=" + workbench.scratch() + "/state";
    Path agent = workbench.agentJar();
    jvm.cresset(agent, "attach", options + ",export=file:" + out, "soak as ");
    Thread.sleep(stay);
    jvm.cresset(agent, "reconfigure", "cpu.interval=9ms", "cpu.interval is ");
    Thread.sleep(stay);
    jvm.cresset(agent, "reconfigure", "cpu.interval=10ms", "cpu.interval is ");
    Thread.sleep(stay);
    jvm.cresset(agent, "detach", "", "The agent has left");
  }

  private static Holdings count(MeasuredProcess program, Path temp) throws Exception {
    // Twice: what has a finalizer goes in the second.
    program.tool("jcmd", "GC.run");
    program.tool("jcmd", "GC.run");
    String[] classes =
        program.tool("jstat", "-class").lines().toList().getLast().trim().split("\\s+");
    return new Holdings(
        program.threads(),
        program.descriptors(),
        Long.parseLong(classes[0]) - Long.parseLong(classes[2]),
        files(temp),
        program.residentMegabytes());
  }

  private static long files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static void sleepUntil(long nanoTime) throws InterruptedException {
    long left = nanoTime - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }

  /** What a process holds at a moment. */
  record Holdings(
      long threads, long descriptors, long classes, long tempFiles, double residentMegabytes) {
    @Override
    public String toString() {
      return "%3d threads %3d descriptors %5d classes %2d temp files %4.0f MB"
          .formatted(threads, descriptors, classes, tempFiles, residentMegabytes);
    }
  }
}
