package dev.cresset.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What is done for each request that is not sampled, beside async-profiler's own spans. */
final class LabelsBenchmark implements Benchmark {
  private static final int ROUNDS = 5;
  private static final Pattern COST =
      Pattern.compile("a request costs (\\d+\\.\\d ns and \\d+\\.\\d\\d B)");

  @Override
  public String name() {
    return "labels";
  }

  @Override
  public String question() {
    return "What does it cost to tell which request a sample is from, for one not sampled?";
  }

  @Override
  public void run(Workbench workbench) throws Exception {
    String agent =
        "-javaagent:%s=service=cost,alloc=off,export=file:%s"
            .formatted(workbench.agentJar(), workbench.scratch().resolve("profiles"));
    String peer = workbench.peers().resolve("async-profiler-4.6.jar").toString();
    String recording = workbench.scratch().resolve("spans.jfr").toString();
    List<String> none = List.of();
    for (int round = 1; round <= workbench.rounds(ROUNDS); round++) {
      print(round, "async-profiler's Span", cost(workbench, bootAppend(peer), "span", recording));
      print(
          round,
          "Cresset's context and counts",
          cost(workbench, List.of(agent), "context", "agent"));
      print(round, "an empty handler of the JDK's server", cost(workbench, none, "server"));
      print(round, "the same with Cresset", cost(workbench, List.of(agent), "server", "agent"));
    }
  }

  private static List<String> bootAppend(String jar) {
    return List.of("-Xbootclasspath/a:" + jar);
  }

  private static String cost(Workbench workbench, List<String> options, String... what)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-Xmx256m"));
    all.addAll(options);
    return workbench.startWorkload("RequestCost", all, Map.of(), what).await(COST).group(1);
  }

  private static void print(int round, String what, String cost) {
    System.out.printf("round %d: %-38s %s%n", round, what, cost);
  }
}
