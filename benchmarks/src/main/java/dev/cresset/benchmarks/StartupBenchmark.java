package dev.cresset.benchmarks;

import java.nio.file.Path;
import java.time.Duration;

/** The server on an empty data folder, and again on what it left there. */
final class StartupBenchmark implements Benchmark {
  private static final int STARTS = 5;
  private static final Duration IDLE = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "startup";
  }

  @Override
  public String question() {
    return "How long until the server is ready, and how much memory does it take when idle?";
  }

  @Override
  public void run(Workbench workbench) throws Exception {
    Path data = workbench.scratch().resolve("data");
    double[] seconds = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      Server server = Server.start(workbench, data);
      seconds[i] = server.untilReady().toMillis() / 1000.0;
      System.out.printf(
          "start %d: ready after %.2f s%s%n", i + 1, seconds[i], i == 0 ? " (no data yet)" : "");
      if (i == STARTS - 1) {
        Thread.sleep(IDLE);
        printMemory(server.process());
      }
      server.process().stop();
    }
    System.out.printf("ready after (median)   %6.2f s%n", Median.of(seconds));
  }

  private static void printMemory(MeasuredProcess server) throws Exception {
    double alone = server.residentMegabytes();
    double engine = server.residentMegabytesOfChildren();
    System.out.printf("resident, server       %6.0f MB%n", alone);
    System.out.printf("resident, engine       %6.0f MB%n", engine);
    System.out.printf("resident, both         %6.0f MB%n", alone + engine);
  }
}
