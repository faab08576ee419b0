package dev.cresset.systemtests;

import static dev.cresset.systemtests.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose time it is: requests that hop between pools, told apart through the whole system. */
@ExtendWith(SharedServer.class)
class RequestsOnEveryJdkIT {
  private static final String PROGRAM = "com.example.workload.TwoEndpoints";

  /** With so many, chance alone moves a ratio of 3:1 by 1.6 % in one run of three. */
  private static final long ENOUGH_SAMPLES = 20_000;

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("jdks")
  void twoEndpointsOnSharedPoolsComeOutAsTheyTrulyCost(Jdk jdk, CressetServer server)
      throws Exception {
    tellApart("requests-jdk-" + jdk.version(), jdk, "", List.of(), server);
  }

  @ParameterizedTest
  @MethodSource("jdksOfVirtualThreads")
  void andOnVirtualThreadsThatWaitAndChangeTheirCarriers(Jdk jdk, CressetServer server)
      throws Exception {
    tellApart("requests-virtual-jdk-" + jdk.version(), jdk, "", List.of(), server, "virtual");
  }

  /**
   * And allocations are counted in classes that both agents change. The other one comes second: the
   * other order was tried by hand, and showed nothing else.
   */
  @Test
  void andBesideOpenTelemetrysAgentWithTheTracesOfSlowRequests(CressetServer server)
      throws Exception {
    Jdk jdk = Jdk.current();
    String service = "requests-otel-jdk-" + jdk.version();
    List<String> otel =
        List.of(
            "-javaagent:" + Shipped.openTelemetryAgent(),
            "-Dotel.traces.exporter=none",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none");

    tellApart(service, jdk, ",alloc.instrumentation=on,live.delay=1s,live.pace=0s", otel, server);

    assertThat(server.api().top(service, "alloc_space").total(PROGRAM + ".handle")).isPositive();
    List<String> traces = server.api().labelValues(service, "trace_id");
    assertThat(traces).isNotEmpty().allMatch(trace -> trace.matches("[0-9a-f]{32}|\\(other\\)"));
  }

  private void tellApart(
      String service,
      Jdk jdk,
      String more,
      List<String> jvmOptions,
      CressetServer server,
      String... threads)
      throws Exception {
    String options =
        "service=%s,release=1,period=2s,cpu.interval=1ms,overhead.budget=off,collector=%s%s"
            .formatted(service, server.collector(), more);
    Path begin = directory.resolve("begin");
    Path end = directory.resolve("end");
    List<String> program =
        new ArrayList<>(List.of("TwoEndpoints", "300", begin.toString(), end.toString()));
    program.addAll(List.of(threads));
    Api api = server.api();
    Map<String, Long> truths;
    try (Application application =
        Application.start(jdk, directory, options, jvmOptions, program.toArray(new String[0]))) {
      application.awaitProfiling();
      Files.createFile(begin);
      eventually(() ->
          assertThat(samples(api, service, "heavy") + samples(api, service, "light"))
              .isGreaterThan(ENOUGH_SAMPLES));
      Files.createFile(end);
      truths = application.awaitSuccess().truths();
    }
    for (String endpoint : List.of("heavy", "light")) {
      long truth = truths.get(endpoint + ".requests");
      eventually(() -> assertThat(requests(api, service, endpoint)).isEqualTo(truth));
    }
    double truth = (double) truths.get("heavy") / truths.get("light");
    double seen = (double) burnt(api, service, "heavy") / burnt(api, service, "light");
    assertThat(truth).as("what was asked for").isCloseTo(3, within(0.3));
    assertThat(seen / truth).as("ratio seen to true").isCloseTo(1, within(0.05));
    assertThat(unlabelled(api, service)).as("share of no request").isLessThan(0.02);
  }

  private static long burnt(Api api, String service, String endpoint) {
    return of(api, service, "cpu", endpoint).total(PROGRAM + ".burn");
  }

  private static long samples(Api api, String service, String endpoint) {
    return of(api, service, "cpu", endpoint).samples(PROGRAM + ".burn");
  }

  private static long requests(Api api, String service, String endpoint) {
    return of(api, service, "requests", endpoint).total("GET /" + endpoint);
  }

  private static double unlabelled(Api api, String service) {
    double all = api.top(service, "cpu").total(PROGRAM + ".burn");
    return 1 - (burnt(api, service, "heavy") + burnt(api, service, "light")) / all;
  }

  private static Top of(Api api, String service, String type, String endpoint) {
    String label = URLEncoder.encode("GET /" + endpoint, StandardCharsets.UTF_8);
    return api.top(service, type + "&label.endpoint=" + label);
  }

  static Stream<Jdk> jdks() {
    return Jdk.all();
  }

  static Stream<Jdk> jdksOfVirtualThreads() {
    return Jdk.all().filter(jdk -> jdk.version() >= 21);
  }
}
