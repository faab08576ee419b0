package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a leaking program in a forked JVM has in use, window by window. */
class LiveHeapTest {
  private static final int WINDOWS = 30;

  /** All at once, since the programs sleep most of the time. */
  private static final Map<Path, Future<List<String>>> BY_SESSIONS = new HashMap<>();

  private static Future<List<String>> byVolume;
  private static Future<List<String>> failingOnce;

  @BeforeAll
  static void startThePrograms() {
    try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
      ForkedJvm.javas()
          .forEach(java -> BY_SESSIONS.put(java, starters.submit(() -> run(java, "native"))));
      byVolume = starters.submit(() -> run(ForkedJvm.own(), "flight-recorder"));
      failingOnce = starters.submit(() -> run(ForkedJvm.own(), "flight-recorder", "fail"));
    }
  }

  private static List<String> run(Path java, String... how) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("-Xverify:all", "-Xmx256m", "harness.Harness", "live", how[0]));
    arguments.add("" + WINDOWS);
    arguments.addAll(List.of(how).subList(1, how.length));
    return ForkedJvm.run(java, arguments.toArray(new String[0]));
  }

  @ParameterizedTest
  @MethodSource("dev.cresset.allocationtracker.ForkedJvm#javas")
  void aLeakGrowsAndGarbageAndACacheDoNot(Path java) throws Exception {
    List<String> output = BY_SESSIONS.get(java).get();

    verify(output);
  }

  @ParameterizedTest
  @MethodSource("dev.cresset.allocationtracker.ForkedJvm#javas")
  void noClassIsChangedButTheOneThatLeavesSomethingBehind(Path java) throws Exception {
    assertThat(retransformed(BY_SESSIONS.get(java).get())).containsExactly("com/shop/Leaking");
  }

  @ParameterizedTest
  @MethodSource("dev.cresset.allocationtracker.ForkedJvm#javas")
  void whatCannotBeFollowedIsSeenAsOfTheLastSessionAndNothingIsThereTwice(Path java)
      throws Exception {
    List<String> output = BY_SESSIONS.get(java).get();
    Map<String, Long> last = levels(output, "seen").lastEntry().getValue();

    double kept = 500 * 8208;
    assertThat(last.get("long[] java.util.BitSet.initWords") / kept)
        .as("%s", output)
        .isBetween(0.3, 1.4);
    assertThat(levels(output, "live").lastEntry().getValue().keySet())
        .contains("byte[] com.shop.Leaking.leak")
        .doesNotContainAnyElementsOf(last.keySet());
  }

  @ParameterizedTest
  @MethodSource("dev.cresset.allocationtracker.ForkedJvm#javas")
  void arraysOfArraysAreSeenThoughOtherThingsOfTheirClassAreFollowed(Path java) throws Exception {
    List<String> output = BY_SESSIONS.get(java).get();

    assertThat(levels(output, "seen").lastEntry().getValue())
        .as("%s", output)
        .containsKey("double[] com.shop.Leaking.tabulate");
  }

  @Test
  void withoutASessionToTellWhatSurvivesTheSameIsSeen() throws Exception {
    verify(byVolume.get());
  }

  @Test
  void aChangeThatFailsIsTriedAgain() throws Exception {
    List<String> output = failingOnce.get();

    assertThat(output).anyMatch(line -> line.contains("no room for the list of all classes"));
    assertThat(levels(output, "live").lastEntry().getValue())
        .as("%s", output)
        .containsKey("byte[] com.shop.Leaking.leak");
  }

  @Test
  void noneOfTheJdksClassesIsChangedThereEither() throws Exception {
    assertThat(retransformed(byVolume.get()))
        .contains("com/shop/Leaking")
        .noneMatch(name -> name.startsWith("java/") || name.startsWith("jdk/"));
  }

  private static List<String> retransformed(List<String> output) {
    return output.stream()
        .filter(line -> line.startsWith("retransformed\t"))
        .map(line -> line.substring("retransformed\t".length()))
        .toList();
  }

  private static void verify(List<String> output) {
    TreeMap<Integer, Long> truth = new TreeMap<>();
    for (String line : output) {
      String[] fields = line.split("\t");
      if (fields[0].equals("truth")) {
        truth.put(Integer.parseInt(fields[1]), Long.parseLong(fields[2]));
      }
    }
    TreeMap<Integer, Map<String, Long>> live = levels(output, "live");
    // The first windows after the sites are followed, in which the cache fills up, are left out.
    int first = live.firstKey() + 6;
    int last = truth.lastKey();
    assertThat(last - first).as("%s", output).isGreaterThan(14);
    double leaked = truth.get(last) - truth.get(first);
    List<Map<String, Long>> windows =
        IntStream.rangeClosed(first, last).mapToObj(i -> live.getOrDefault(i, Map.of())).toList();

    // An interval of 128 KB or a little more: at least 60 samples, and some are not judged yet.
    assertThat(growth(windows, "byte[] com.shop.Leaking.leak") / leaked)
        .as("%s", output)
        .isBetween(0.5, 1.5);
    // Half as many samples each.
    for (String site :
        List.of("long[] com.shop.Leaking.copyNumbers", "char[] com.shop.Leaking.copyText")) {
      assertThat(growth(windows, site) / (leaked / 1024 / 2 * 1040))
          .as("%s in %s", site, output)
          .isBetween(0.3, 1.7);
    }
    assertThat(Math.abs(growth(windows, "byte[] com.shop.Leaking.remember")))
        .as("%s", output)
        .isLessThan(0.3 * leaked);
    assertThat(Math.abs(growth(windows, "byte[] com.shop.Leaking.waste")))
        .as("%s", output)
        .isLessThan(0.05 * leaked);
    assertThat(output).noneMatch(line -> line.contains("classes stay as they are"));
    assertThat(output).contains("calls-after-close\t0");
  }

  /** By window, bytes of each class and allocating function. */
  private static TreeMap<Integer, Map<String, Long>> levels(List<String> output, String kind) {
    TreeMap<Integer, Map<String, Long>> levels = new TreeMap<>();
    for (String line : output) {
      String[] fields = line.split("\t");
      if (fields[0].equals(kind)) {
        levels
            .computeIfAbsent(Integer.parseInt(fields[1]), any -> new TreeMap<>())
            .put(fields[2] + " " + fields[3], Long.parseLong(fields[4]));
      }
    }
    return levels;
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
