package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a leaking program in a forked JVM has in use, window by window. */
class LiveHeapTest {
  private static final String JAVAS = "dev.cresset.allocationtracker.ForkedJvm#javas";
  private static final int WINDOWS = 24;

  @ParameterizedTest
  @MethodSource(JAVAS)
  void aLeakGrowsAndGarbageAndACacheDoNot(Path java) throws Exception {
    List<String> output =
        ForkedJvm.run(
            java, "-Xverify:all", "-Xmx256m", "harness.Harness", "live", "native", "" + WINDOWS);
    verify(output);
    assertThat(output)
        .filteredOn(line -> line.startsWith("retransformed"))
        .containsExactly("retransformed\tcom/shop/Leaking");
  }

  @Test
  void withoutASessionToTellWhatSurvivesTheSameIsSeen() throws Exception {
    List<String> output =
        ForkedJvm.run(
            ForkedJvm.own(),
            "-Xmx256m",
            "harness.Harness",
            "live",
            "flight-recorder",
            "" + WINDOWS);
    verify(output);
    assertThat(output)
        .filteredOn(line -> line.startsWith("retransformed"))
        .contains("retransformed\tcom/shop/Leaking")
        .noneMatch(line -> line.startsWith("retransformed\tjava/"));
  }

  private static void verify(List<String> output) {
    TreeMap<Integer, Long> truth = new TreeMap<>();
    Map<Integer, Map<String, Long>> live = new TreeMap<>();
    for (String line : output) {
      String[] fields = line.split("\t");
      if (fields[0].equals("truth")) {
        truth.put(Integer.parseInt(fields[1]), Long.parseLong(fields[2]));
      } else if (fields[0].equals("live")) {
        live.computeIfAbsent(Integer.parseInt(fields[1]), any -> new TreeMap<>())
            .put(fields[2] + " " + fields[3], Long.parseLong(fields[4]));
      }
    }
    // The first windows after the sites are followed, in which the cache fills up, are left out.
    int first = truth.firstKey() + 6;
    int last = truth.lastKey();
    assertThat(last - first).as("%s", output).isGreaterThan(8);
    double leaked = truth.get(last) - truth.get(first);
    List<Map<String, Long>> windows =
        IntStream.rangeClosed(first, last).mapToObj(i -> live.getOrDefault(i, Map.of())).toList();

    // An interval of 128 KB or a little more: at least 60 samples, and some are not judged yet.
    assertThat(growth(windows, "byte[] com.shop.Leaking.leak") / leaked)
        .as("%s", output)
        .isBetween(0.5, 1.5);
    assertThat(Math.abs(growth(windows, "byte[] com.shop.Leaking.remember")))
        .as("%s", output)
        .isLessThan(0.3 * leaked);
    assertThat(Math.abs(growth(windows, "byte[] com.shop.Leaking.waste")))
        .as("%s", output)
        .isLessThan(0.05 * leaked);
    assertThat(output).noneMatch(line -> line.contains("classes stay as they are"));
    assertThat(output).contains("calls-after-close\t0");
  }

  /** From the lowest level of the first four windows to the lowest of the last four. */
  private static double growth(List<Map<String, Long>> windows, String site) {
    int n = windows.size();
    return least(windows.subList(n - 4, n), site) - least(windows.subList(0, 4), site);
  }

  private static double least(List<Map<String, Long>> windows, String site) {
    return windows.stream().mapToLong(window -> window.getOrDefault(site, 0L)).min().orElseThrow();
  }
}
