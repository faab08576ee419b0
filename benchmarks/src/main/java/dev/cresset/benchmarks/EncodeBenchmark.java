package dev.cresset.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A recording of javac at work, CPU samples only, turned into pprof by Cresset and by
 * jfr-converter, in turn, each in a JVM of its own with a small heap.
 */
final class EncodeBenchmark implements Benchmark {
  private static final int ROUNDS = 5;
  private static final int SECONDS = 20;
  private static final String HEAP = "-Xmx256m";

  @Override
  public String name() {
    return "encode";
  }

  @Override
  public String question() {
    return "What does it take to turn a recording into pprof, against jfr-converter?";
  }

  @Override
  public void run(Workbench workbench) throws Exception {
    Path recording = record(workbench);
    System.out.printf("recording: %.1f MB%n", Files.size(recording) / 1e6);
    int rounds = workbench.rounds(ROUNDS);
    double[] process = new double[rounds];
    double[] thread = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      Cost ours = convert(workbench, "cresset", recording);
      Cost theirs = convert(workbench, "jfr-converter", recording);
      process[round] = ours.cpuMicros() / theirs.cpuMicros();
      thread[round] = ours.threadMicros() / theirs.threadMicros();
      System.out.printf(
          "round %d: Cresset %s; jfr-converter %s%n", round + 1, text(ours), text(theirs));
    }
    for (String who : List.of("cresset", "jfr-converter")) {
      System.out.printf("%-14s wrote %d bytes%n", who, Files.size(pprof(recording, who)));
    }
    System.out.println("CPU, Cresset over jfr-converter");
    System.out.printf("  process           %s%n", Interval.of(process).text(3));
    System.out.printf("  converting thread %s%n", Interval.of(thread).text(3));
  }

  private static String text(Cost cost) {
    return "%.1f ms of CPU, %.1f of them the converting thread's, %.1f MB allocated"
        .formatted(cost.cpuMicros() / 1e3, cost.threadMicros() / 1e3, cost.allocatedMegabytes());
  }

  private static Path record(Workbench workbench) throws IOException, InterruptedException {
    Path recording = workbench.scratch().resolve("recording.jfr");
    String agent =
        "-agentpath:%s=start,event=cpu,interval=1ms,jstackdepth=512,file=%s"
            .formatted(workbench.asyncProfiler(), recording);
    RunningProgram recorded =
        workbench.startMeasured("CompileWorkload", List.of("-Xmx512m", agent), Map.of());
    recorded.work(Duration.ofSeconds(5 + SECONDS));
    recorded.process().stop();
    return recording;
  }

  private static Cost convert(Workbench workbench, String who, Path recording)
      throws IOException, InterruptedException {
    Duration time = Duration.ofSeconds(workbench.seconds(SECONDS));
    RunningProgram conversion =
        workbench.startMeasured(
            "ConvertWorkload", List.of(HEAP), Map.of(), who, recording.toString());
    conversion.work(time);
    Cost cost = conversion.work(time);
    conversion.process().stop();
    return cost;
  }

  private static Path pprof(Path recording, String who) {
    return recording.resolveSibling(recording.getFileName() + "-" + who + ".pb.gz");
  }
}
