package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the compiler takes away of the allocations in instrumented code. */
class EscapeAnalysisTest {
  private static final String JAVAS = "dev.cresset.allocationtracker.ForkedJvm#javas";
  private static final long ALL_OBJECTS = 20_000_000L * 24;

  @ParameterizedTest
  @MethodSource(JAVAS)
  void objectsThatDoNotEscapeAreStillRemoved(Path java) throws Exception {
    List<String> output =
        ForkedJvm.run(java, "harness.Harness", "instrumented", "524288", "com.shop.Removed");
    long allocated = allocated(output);
    System.out.printf("%s: %,d bytes for 20 million instrumented objects%n", java, allocated);

    // What is left are the samples' stack traces, some 900 of them.
    assertThat(allocated).isLessThan(ALL_OBJECTS / 50);
    assertThat(
            new PrintedProfile(output)
                .under("com.shop.Removed.distances", "com.shop.Removed$Point")
                .samples)
        .isPositive();
  }

  /** The program runs once instrumented and once after that. */
  private static long allocated(List<String> output) {
    return output.stream()
        .filter(line -> line.startsWith("allocated\t"))
        .mapToLong(line -> Long.parseLong(line.split("\t")[1]))
        .findFirst()
        .orElseThrow();
  }
}
