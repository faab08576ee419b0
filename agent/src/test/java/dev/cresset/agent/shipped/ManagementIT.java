package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a JMX client of an application sees of the agent. */
class ManagementIT {
  private static final String JDKS = "dev.cresset.agent.shipped.Jdk#all";

  private static final List<String> POSITIVE =
      List.of("OverheadRatio", "OverheadCpus", "AllocationRate", "CpuSeconds", "ProfiledSeconds");

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource(JDKS)
  void theAgentTellsWhatItCostsAndAtWhichRatesItSamples(Jdk jdk) throws Exception {
    Programs.compile("Managed", directory);
    Fork fork =
        new Fork(jdk, directory)
            .agent("service=managed,export=file:out,period=1s,overhead.budget=3%");
    try (Fork.Running running = fork.start("-cp", ".", "Managed")) {
      Map<String, String> told =
          running
              .finish()
              .isUnharmed()
              .stdout()
              .lines()
              .map(line -> line.split(" ", 2))
              .collect(Collectors.toMap(line -> line[0], line -> line[1]));

      assertThat(told).containsEntry("OverheadBudget", "0.03").containsKey("UnsampledSeconds");
      assertThat(told.get("Pace")).isNotBlank();
      for (String more : POSITIVE) {
        assertThat(Double.parseDouble(told.get(more))).as(more).isPositive();
      }
    }
  }
}
