package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests as they come in by each framework, recognised by the shipped jar. */
class EntryPointsIT {
  private static final String JDKS = "dev.cresset.agent.shipped.Jdk#all";
  private static final String OPTIONS = "period=1s,export=file:out,cpu.interval=1ms";

  @TempDir private Path directory;

  @BeforeEach
  void compile() throws Exception {
    Programs.compileServing(directory);
  }

  static Stream<Arguments> programs() {
    return Jdk.all()
        .flatMap(jdk ->
            Stream.of(
                Arguments.of(
                    jdk,
                    "ServesServlets",
                    List.of(
                        "20 GET /again/*",
                        "20 GET /carts/{id}",
                        "20 GET /failing/*",
                        "20 GET /later/*",
                        "20 GET /orders/{id}",
                        "20 GET /plain/*")),
                Arguments.of(
                    jdk,
                    "ServesOldServlets",
                    List.of("20 GET servlet later", "20 GET servlet orders")),
                Arguments.of(
                    jdk, "ServesReactive", List.of("20 GET /carts/{id}", "20 GET /later/{id}")),
                Arguments.of(
                    jdk,
                    "ServesGrpc",
                    List.of("20 shop.v1.Greeter/Greet", "20 shop.v1.Greeter/Later")),
                Arguments.of(jdk, "ServesJdk", List.of("20 GET /carts"))));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void requestsAreCountedByRouteAndNeverByPath(Jdk jdk, String program, List<String> expected)
      throws Exception {
    serve(jdk, OPTIONS, program);

    assertThat(PprofFiles.of("requests", out()).requests())
        .containsExactlyInAnyOrderElementsOf(expected);
    // Twenty times a tenth of a second, whoever was busy with it.
    assertThat(millis())
        .allSatisfy((endpoint, millis) -> {
          if (endpoint.matches(".*(later|Later|orders/|again).*")) {
            assertThat(millis).as(endpoint).isGreaterThan(2000);
          }
        });
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void aTaskCarriesItsRequestAndTheNextTaskOfItsThreadDoesNot(Jdk jdk) throws Exception {
    serve(jdk, OPTIONS, "ServesJdk");

    PprofFiles cpu = PprofFiles.of("cpu", out());
    assertThat(cpu.topFunctions("-tagfocus=endpoint=GET /carts"))
        .contains("ServesJdk.forTheRequest")
        .doesNotContain("ServesJdk.forNobody", "ServesJdk.underALabel");
    assertThat(cpu.topFunctions("-tagignore=endpoint=GET /carts"))
        .contains("ServesJdk.forNobody", "ServesJdk.underALabel")
        .doesNotContain("ServesJdk.forTheRequest");
    assertThat(cpu.topFunctions("-tagfocus=job=billing"))
        .contains("ServesJdk.underALabel")
        .doesNotContain("ServesJdk.forNobody");
  }

  @ParameterizedTest
  @MethodSource(JDKS)
  void withoutRequestsNothingIsInstrumented(Jdk jdk) throws Exception {
    serve(jdk, OPTIONS + ",requests=off", "ServesJdk");

    assertThat(PprofFiles.of("requests", out()).files()).isEmpty();
    assertThat(PprofFiles.of("cpu", out()).topFunctions("-focus=ServesJdk"))
        .contains("ServesJdk.forTheRequest")
        .noneMatch(function -> function.startsWith("dev.cresset.agent.bridge"));
  }

  private void serve(Jdk jdk, String options, String program) throws Exception {
    Fork fork = new Fork(jdk, directory).agent(options);
    String classPath = "." + File.pathSeparator + Programs.classPath();
    try (Fork.Running running = fork.start("-cp", classPath, program)) {
      // A window has been sealed: the agent is all there.
      running.until(() -> !PprofFiles.of("cpu", out()).files().isEmpty(), "the first profile");
      running.process().getOutputStream().write('\n');
      running.process().getOutputStream().flush();
      running.until(() -> Files.readString(running.out()).contains("served"), "it has served");
      Fork.Result result = running.finish();
      assertThat(result.exit()).as("exit code; stderr: %s", result.stderr()).isZero();
    }
  }

  /** Each endpoint with how long its requests took together. */
  private Map<String, Double> millis() throws IOException, InterruptedException {
    return PprofFiles.of("requests", out()).top("-sample_index=request_time", "-unit=ms").stream()
        .filter(line -> line.matches("\\s+[\\d.]+ms .*%.*"))
        .map(line -> line.trim().split("\\s+", 6))
        .collect(
            Collectors.toMap(
                cells -> cells[5], cells -> Double.valueOf(cells[0].replace("ms", ""))));
  }

  private Path out() {
    return directory.resolve("out");
  }
}
