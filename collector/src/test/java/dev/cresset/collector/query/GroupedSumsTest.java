package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.query.FrameFilter.Frames;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GroupedSumsTest {
  @RegisterExtension static final SeededStore STORE = new SeededStore();

  private static final Instant START =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(3600);

  @BeforeAll
  static void seed() throws Exception {
    STORE.store(
        "shop",
        "1",
        "a",
        PprofBuilder.cpu(START)
            .sample(List.of("f", "main"), List.of(1L, 1L), "thread", "http", "user", "x")
            .sample(List.of("f", "main"), List.of(1L, 2L), "thread", "http", "user", "y")
            .sample(List.of("f", "main"), List.of(1L, 4L), "thread", "it's ?")
            .sample(List.of("main"), List.of(1L, 8L)));
    STORE.store(
        "shop",
        "2",
        "a",
        PprofBuilder.cpu(START.plusSeconds(10))
            .sample(List.of("f", "main"), List.of(1L, 16L), "thread", "http"));
    for (int window = 0; window < 2; window++) {
      STORE.store(
          "shop",
          "2",
          "a",
          new PprofBuilder(
                  START.plusSeconds(10 * window), "samples", "count", "live_space", "bytes")
              .sample(List.of("byte[]", "main"), List.of(1L, 100L), "thread", "http")
              .sample(List.of("byte[]", "main"), List.of(1L, 50L)));
    }
  }

  @Test
  void aLabelsValuesAreTheOutermostFrames() {
    assertThat(lines("thread"))
        .containsExactly(
            "all self 0 total 31 samples 5",
            ". thread= self 0 total 8 samples 1",
            ". . main self 8 total 8 samples 1",
            ". thread=http self 0 total 19 samples 3",
            ". . main self 0 total 19 samples 3",
            ". . . f self 19 total 19 samples 3",
            ". thread=it's ? self 0 total 4 samples 1",
            ". . main self 0 total 4 samples 1",
            ". . . f self 4 total 4 samples 1");
  }

  @Test
  void soAreReleasesAndInstances() {
    assertThat(roots("release")).containsExactly("release=1", "release=2");
    assertThat(roots("instance")).containsExactly("instance=a");
    assertThat(roots("label.release")).containsExactly("label.release=");
    assertThat(roots("' OR 1 = 1 --")).containsExactly("' OR 1 = 1 --=");
  }

  @Test
  void theTopTableHasARowForEachValue() {
    assertThat(STORE.queries().top(selection("cpu", "thread")).rows())
        .contains(
            new TopTable.Row("thread=http", FrameKind.NATIVE, 0, 19, 3),
            new TopTable.Row("thread=it's ?", FrameKind.NATIVE, 0, 4, 1),
            new TopTable.Row("f", FrameKind.JAVA, 23, 23, 4));
    assertThat(STORE.queries().calls(selection("cpu", "thread"), "thread=http", 10).callees())
        .containsExactly(new FunctionCalls.Call("main", FrameKind.JAVA, 19, 3));
  }

  @Test
  void levelsAreAveragedAsWithoutGroups() {
    FlameTree all = STORE.queries().flameGraph(selection("live_space", ""), 10);
    FlameTree grouped = STORE.queries().flameGraph(selection("live_space", "thread"), 10);

    assertThat(all.total()[0]).isEqualTo(150);
    assertThat(Trees.lines(grouped))
        .contains(
            "all self 0 total 150 samples 4",
            ". thread=http self 0 total 100 samples 2",
            ". thread= self 0 total 50 samples 2");
  }

  @Test
  void framesAreHiddenBelowTheGroup() {
    Frames all = new Frames(List.of("."), List.of(), List.of());
    FrameFilter hidden = new FrameFilter(Frames.NONE, Frames.NONE, all, Frames.NONE, "release");

    assertThat(Trees.lines(STORE.queries().flameGraph(selection("cpu", hidden), 10)))
        .containsExactly(
            "all self 0 total 31 samples 5",
            ". release=1 self 0 total 15 samples 4",
            ". . [hidden] self 15 total 15 samples 4",
            ". release=2 self 0 total 16 samples 1",
            ". . [hidden] self 16 total 16 samples 1");
  }

  @Test
  void moreGroupsThanAreAllowedAndComparisonsAreRefused() {
    QueryLimits few = new QueryLimits(Duration.ofSeconds(30), 1 << 30, 1, 2, 100, 100);
    assertThatThrownBy(() -> STORE.queries(few).top(selection("cpu", "thread")))
        .hasMessageContaining("more than 2 different stack traces (query.max-stacks)");
    Selection grouped = selection("cpu", "thread");
    assertThatThrownBy(() -> STORE.queries().diff(grouped, grouped, 10))
        .hasMessageContaining("by no label");
  }

  private static List<String> roots(String by) {
    return lines(by).stream()
        .filter(line -> line.startsWith(". ") && !line.startsWith(". . "))
        .map(line -> line.substring(2, line.indexOf(" self ")))
        .toList();
  }

  private static List<String> lines(String by) {
    return Trees.lines(STORE.queries().flameGraph(selection("cpu", by), 100));
  }

  private static Selection selection(String type, String by) {
    return selection(type, new FrameFilter(Frames.NONE, Frames.NONE, Frames.NONE, Frames.NONE, by));
  }

  private static Selection selection(String type, FrameFilter frames) {
    return new Selection("shop", type, START, START.plusSeconds(60), List.of(), frames);
  }
}
