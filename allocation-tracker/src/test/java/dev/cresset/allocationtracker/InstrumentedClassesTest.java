package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The JDK's and many libraries' classes, instrumented and verified by the JVM itself. */
class InstrumentedClassesTest {
  @Test
  void noClassOfTheJdkOrTheClassPathBreaks() throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("-Xverify:all", "-Djava.awt.headless=true", "harness.Harness", "everything"));
    arguments.addAll(ForkedJvm.copiesOfLibraries());
    List<String> output = ForkedJvm.run(ForkedJvm.own(), arguments.toArray(new String[0]));

    assertThat(output).noneMatch(line -> line.startsWith("failure"));
    assertThat(count("linked", output)).isGreaterThan(15_000);
    assertThat(count("woven", output)).isGreaterThan(10_000);
  }

  private static int count(String what, List<String> output) {
    return output.stream()
        .filter(line -> line.startsWith(what + "\t"))
        .mapToInt(line -> Integer.parseInt(line.substring(what.length() + 1)))
        .sum();
  }
}
