package dev.cresset.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the collector does with profiles: decoding alone, then all the way into the tables. */
final class IngestBenchmark implements Benchmark {
  private static final int ROUNDS = 3;
  private static final int SECONDS = 10;
  private static final String HEAP = "-Xmx256m";
  private static final Pattern SIZES = Pattern.compile("profile packed=(\\d+) unpacked=(\\d+)");

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public String question() {
    return "How much of pprof does a core decode, and the whole server store, in a second?";
  }

  @Override
  public void run(Workbench workbench) throws Exception {
    decode(workbench);
    new SustainedIngestBenchmark().run(workbench);
  }

  private static void decode(Workbench workbench) throws IOException, InterruptedException {
    for (String sent : List.of("unpacked", "packed")) {
      double[] rates = new double[workbench.rounds(ROUNDS)];
      for (int round = 0; round < rates.length; round++) {
        rates[round] = rate(workbench, sent);
      }
      System.out.printf(
          "decoding, %s: %.0f MB/s of CPU (median)%n",
          sent.equals("packed") ? "gunzip included" : "without gunzip", Median.of(rates));
    }
  }

  /** Megabytes of unpacked profile for each second of CPU, in a warm JVM. */
  private static double rate(Workbench workbench, String sent)
      throws IOException, InterruptedException {
    Duration time = Duration.ofSeconds(Math.min(SECONDS, workbench.seconds(SECONDS)));
    RunningProgram decoding =
        workbench.startMeasured("DecodeWorkload", List.of(HEAP), Map.of(), sent);
    MatchResult sizes = decoding.process().await(SIZES);
    decoding.work(time);
    Cost cost = decoding.work(time);
    decoding.process().stop();
    double bytes = Double.parseDouble(sizes.group(2));
    System.out.printf(
        "a profile of %s bytes, %s packed: %.2f ms of CPU of the process, %.2f of the thread,"
            + " %.1f MB allocated%n",
        sizes.group(2),
        sizes.group(1),
        cost.cpuMicros() / 1e3,
        cost.threadMicros() / 1e3,
        cost.allocatedMegabytes());
    // All that it takes, garbage collection included.
    return bytes / cost.cpuMicros();
  }
}
