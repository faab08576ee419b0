package dev.cresset.benchmarks;

import dev.cresset.benchmarks.ingest.FleetLoad;
import dev.cresset.benchmarks.ingest.PushCounts;
import dev.cresset.benchmarks.ingest.Pushing;
import java.io.IOException;
import java.time.Duration;

/**
 * A server as it is shipped, with its embedded engine, that takes what a fleet pushes as fast as it
 * can, on the same machine. Linux only.
 */
final class SustainedIngestBenchmark implements Benchmark {
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final String HEAP = "-Xmx512m";
  private static final int SECONDS = 300;
  private static final int PARTS = 10;
  private static final String HEADING =
      "    s  samples/s  MB/s  CPU, us a sample: server  engine  heap, MB  RSS, MB: server  engine"
          + "  told to wait  rollup lag";

  @Override
  public String name() {
    return "ingest-sustained";
  }

  @Override
  public String question() {
    return "How many samples a second does the whole server store for minutes, in how much memory?";
  }

  @Override
  public void run(Workbench workbench) throws Exception {
    Duration duration = Duration.ofSeconds(workbench.seconds(SECONDS));
    FleetLoad load = new FleetLoad();
    Server server = Server.start(workbench, HEAP);
    try (Pushing pushing = new Pushing(server.grpcPort(), load)) {
      Thread.sleep(WARM_UP);
      measure(server, pushing.counts(), duration);
    }
  }

  private static void measure(Server server, PushCounts counts, Duration duration)
      throws IOException, InterruptedException {
    Reading first = Reading.of(server, counts);
    Reading last = first;
    System.out.println(HEADING);
    for (int part = 1; part <= PARTS; part++) {
      sleepUntil(first.nanos + duration.toNanos() / PARTS * part);
      Reading now = Reading.of(server, counts);
      print((now.nanos - first.nanos) / 1e9, last, now);
      last = now;
    }
    counts.requireSound();
    System.out.println("all of it:");
    print((last.nanos - first.nanos) / 1e9, first, last);
  }

  private static void print(double seconds, Reading from, Reading to) {
    double elapsed = (to.nanos - from.nanos) / 1e9;
    double samples = to.samples - from.samples;
    System.out.printf(
        "%5.0f  %9.0f  %4.1f  %24.2f  %6.2f  %8.0f  %15.0f  %6.0f  %12d  %8.0f s%n",
        seconds,
        samples / elapsed,
        (to.bytes - from.bytes) / 1e6 / elapsed,
        (to.serverCpu - from.serverCpu) * 1e6 / samples,
        (to.engineCpu - from.engineCpu) * 1e6 / samples,
        to.heapMegabytes,
        to.serverMegabytes,
        to.engineMegabytes,
        to.delayed - from.delayed,
        to.rollupLag);
  }

  private static void sleepUntil(long nanoTime) throws InterruptedException {
    Thread.sleep(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())));
  }

  private record Reading(
      long nanos,
      long samples,
      long bytes,
      long delayed,
      double serverCpu,
      double engineCpu,
      double heapMegabytes,
      double serverMegabytes,
      double engineMegabytes,
      double rollupLag) {
    static Reading of(Server server, PushCounts counts) throws IOException, InterruptedException {
      MeasuredProcess process = server.process();
      return new Reading(
          System.nanoTime(),
          counts.samples(),
          counts.bytes(),
          counts.delayed(),
          process.cpuSeconds(),
          process.cpuSecondsOfChildren(),
          process.heapMegabytesAfterCollection(),
          process.residentMegabytes(),
          process.residentMegabytesOfChildren(),
          server.metric("cresset_rollup_lag_seconds"));
    }
  }
}
