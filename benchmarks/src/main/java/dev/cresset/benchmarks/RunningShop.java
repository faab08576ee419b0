package dev.cresset.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The demo's shop, which works while a load generator of its own asks it for pages. */
final class RunningShop implements RunningProgram {
  private static final int REQUESTS_PER_SECOND = 300;
  private static final Pattern URL = Pattern.compile("shop .* at (http://\\S+)");
  private static final Pattern ANSWERED =
      Pattern.compile("(\\d+) requests answered, p50 ([\\d.]+) ms, p99 ([\\d.]+) ms, 0 failed");

  private final Workbench workbench;
  private final MeasuredProcess shop;
  private final String url;

  private RunningShop(Workbench workbench, MeasuredProcess shop, String url) {
    this.workbench = workbench;
    this.shop = shop;
    this.url = url;
  }

  static RunningShop start(Workbench workbench, Profiler.Launch launch)
      throws IOException, InterruptedException {
    List<String> options = Program.options(workbench, launch, "256m");
    MeasuredProcess shop = workbench.startJar("shop-1.0.jar", options, launch.environment(), "0");
    return new RunningShop(workbench, shop, shop.await(URL).group(1));
  }

  @Override
  public Cost work(Duration duration) throws IOException, InterruptedException {
    double before = shop.cpuSeconds();
    MatchResult load = load(duration);
    double cpu = shop.cpuSeconds() - before;
    return new Cost(
        cpu * 1e6 / Integer.parseInt(load.group(1)),
        Double.parseDouble(load.group(2)) * 1e3,
        Double.parseDouble(load.group(3)) * 1e3,
        shop.residentMegabytes(),
        Double.NaN,
        Double.NaN,
        Double.NaN);
  }

  private MatchResult load(Duration duration) throws IOException, InterruptedException {
    MeasuredProcess load =
        workbench.startJar(
            "load.jar",
            List.of("-Xmx64m"),
            Map.of(),
            url,
            "--rate",
            Integer.toString(REQUESTS_PER_SECOND),
            "--seconds",
            Long.toString(duration.toSeconds()));
    return load.await(ANSWERED, duration.plusMinutes(1));
  }

  @Override
  public MeasuredProcess process() {
    return shop;
  }
}
