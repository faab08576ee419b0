package dev.cresset.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A program whose cost is compared with and without a profiler. */
enum Program {
  /** CPU and garbage on one thread: a unit is the compilation of 60 classes. */
  COMPILE {
    @Override
    Cost run(Workbench workbench, Profiler.Launch launch, Duration warmUp, Duration measured)
        throws IOException, InterruptedException {
      return workload("CompileWorkload", workbench, launch, warmUp, measured);
    }
  },
  /** The demo's shop under a steady load: a unit is a request. */
  SHOP {
    @Override
    Cost run(Workbench workbench, Profiler.Launch launch, Duration warmUp, Duration measured)
        throws IOException, InterruptedException {
      List<String> options = new ArrayList<>(List.of("-Xmx256m"));
      options.addAll(launch.options());
      MeasuredProcess shop = workbench.startJar("shop-1.0.jar", options, launch.environment(), "0");
      String url = shop.await(SHOP_URL).group(1);
      load(workbench, url, warmUp);
      double before = shop.cpuSeconds();
      MatchResult load = load(workbench, url, measured);
      double cpu = shop.cpuSeconds() - before;
      Cost cost =
          new Cost(
              cpu * 1e6 / Integer.parseInt(load.group(1)),
              Double.parseDouble(load.group(2)) * 1e3,
              Double.parseDouble(load.group(3)) * 1e3,
              shop.residentMegabytes(),
              Double.NaN,
              Double.NaN,
              Double.NaN);
      shop.stop();
      return cost;
    }
  },
  /** Three hundred threads that wait for locks, queues and pipes: a unit is a hundred jobs. */
  WAITING {
    @Override
    Cost run(Workbench workbench, Profiler.Launch launch, Duration warmUp, Duration measured)
        throws IOException, InterruptedException {
      return workload("WaitingWorkload", workbench, launch, warmUp, measured);
    }
  };

  private static final int REQUESTS_PER_SECOND = 300;
  private static final Pattern SHOP_URL = Pattern.compile("shop .* at (http://\\S+)");
  private static final Pattern ANSWERED =
      Pattern.compile("(\\d+) requests answered, p50 ([\\d.]+) ms, p99 ([\\d.]+) ms, 0 failed");

  /** Runs it in a JVM of its own, warms it up, and measures. */
  abstract Cost run(Workbench workbench, Profiler.Launch launch, Duration warmUp, Duration measured)
      throws IOException, InterruptedException;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Cost workload(
      String name, Workbench workbench, Profiler.Launch launch, Duration warmUp, Duration measured)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(List.of("-Xmx512m"));
    options.addAll(launch.options());
    return workbench.measure(
        name, options, launch.environment(), warmUp.toSeconds(), measured.toSeconds());
  }

  private static MatchResult load(Workbench workbench, String url, Duration duration)
      throws IOException, InterruptedException {
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
}
