package dev.cresset.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * CPU time for each request of the shop with the agent and without it, in turn, after warming up. A
 * smoke test: it sees several percent, not tenths of one.
 */
final class OverheadBenchmark implements Benchmark {
  private static final int ROUNDS = 5;
  private static final int RATE = 300;
  private static final Duration WARM_UP = Duration.ofSeconds(45);
  private static final Duration MEASURED = Duration.ofSeconds(30);
  private static final Pattern SHOP_URL = Pattern.compile("shop .* at (http://\\S+)");
  private static final Pattern ANSWERED = Pattern.compile("(\\d+) requests answered .* 0 failed");

  @Override
  public String name() {
    return "overhead-smoke";
  }

  @Override
  public String question() {
    return "How much more CPU does a request of the demo's shop take with the agent?";
  }

  @Override
  public void run(Workbench workbench) throws Exception {
    Server server = Server.start(workbench, workbench.scratch().resolve("data"));
    double[] without = new double[ROUNDS];
    double[] with = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      without[round] = microsPerRequest(workbench, List.of());
      with[round] = microsPerRequest(workbench, agent(workbench, server));
      System.out.printf(
          "round %d: %.0f µs without, %.0f µs with%n", round + 1, without[round], with[round]);
    }
    double before = Median.of(without);
    double after = Median.of(with);
    System.out.printf("CPU of a request, without (median)  %6.0f µs%n", before);
    System.out.printf("CPU of a request, with (median)     %6.0f µs%n", after);
    System.out.printf("ratio of the medians                %6.3f%n", after / before);
  }

  private static List<String> agent(Workbench workbench, Server server) {
    return List.of(
        "-javaagent:%s=service=shop,collector=http://127.0.0.1:%d"
            .formatted(workbench.agentJar(), server.grpcPort()));
  }

  private static double microsPerRequest(Workbench workbench, List<String> agent) throws Exception {
    List<String> options = new ArrayList<>(List.of("-Xmx128m"));
    options.addAll(agent);
    MeasuredProcess shop = workbench.startJar("shop-1.0.jar", options, "0");
    String url = shop.await(SHOP_URL);
    load(workbench, url, WARM_UP);
    double start = shop.cpuSeconds();
    int requests = load(workbench, url, MEASURED);
    double cpuSeconds = shop.cpuSeconds() - start;
    shop.stop();
    return cpuSeconds * 1e6 / requests;
  }

  private static int load(Workbench workbench, String url, Duration duration)
      throws IOException, InterruptedException {
    MeasuredProcess load =
        workbench.startJar(
            "load.jar",
            List.of("-Xmx64m"),
            url,
            "--rate",
            Integer.toString(RATE),
            "--seconds",
            Long.toString(duration.toSeconds()));
    return Integer.parseInt(load.await(ANSWERED));
  }
}
