package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.query.FrameFilter.Frames;
import dev.cresset.collector.query.QueryException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FrameFilterTest {
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
            .sample(List.of("java.util.Map.get", "com.shop.Cart.total", "main"), values(1))
            .sample(List.of("com.shop.cart.Tax.of", "com.shop.Cart.total", "main"), values(2))
            .sample(List.of("com.shopping.X.y", "main"), values(4))
            .sample(List.of("net/http.(*Server).Serve", "main"), values(8)));
  }

  private static List<Long> values(long value) {
    return List.of(1L, value);
  }

  @Test
  void focusKeepsWholeStackTracesWithSuchAFrame() {
    assertThat(lines(focus(functions("Map|Tax"))))
        .containsExactly(
            "all self 0 total 3 samples 2",
            ". main self 0 total 3 samples 2",
            ". . com.shop.Cart.total self 0 total 3 samples 2",
            ". . . com.shop.cart.Tax.of self 2 total 2 samples 1",
            ". . . java.util.Map.get self 1 total 1 samples 1");
    assertThat(total(focus(functions("^com.shop", "Serve$")))).isEqualTo(15);
  }

  @Test
  void aPackageIsItsClassesAndWhatIsBelowButNotWhatOnlyBeginsAlike() {
    assertThat(total(focus(packages("com.shop")))).isEqualTo(3);
    assertThat(total(focus(packages("com.shop.cart")))).isEqualTo(2);
    assertThat(total(focus(packages("com.shop.Cart")))).isEqualTo(3);
    assertThat(total(focus(packages("net/http", "com.shopping")))).isEqualTo(12);
    assertThat(total(focus(packages("net")))).isEqualTo(8);
    assertThat(total(focus(packages("com.sho")))).isZero();
  }

  @Test
  void ignoreDropsStackTracesWithSuchAFrame() {
    assertThat(total(new FrameFilter(Frames.NONE, packages("com.shop"), Frames.NONE, Frames.NONE)))
        .isEqualTo(12);
    assertThat(
            total(
                new FrameFilter(packages("com.shop"), functions("Tax"), Frames.NONE, Frames.NONE)))
        .isEqualTo(1);
  }

  @Test
  void whatIsHiddenBelongsToItsCallersAndNothingIsLost() {
    Frames jdkAndMain = new Frames(List.of("^main$"), List.of("java"), List.of());

    assertThat(lines(new FrameFilter(Frames.NONE, Frames.NONE, jdkAndMain, Frames.NONE)))
        .containsExactly(
            "all self 0 total 15 samples 4",
            ". com.shop.Cart.total self 1 total 3 samples 2",
            ". . com.shop.cart.Tax.of self 2 total 2 samples 1",
            ". com.shopping.X.y self 4 total 4 samples 1",
            ". net/http.(*Server).Serve self 8 total 8 samples 1");
  }

  @Test
  void showHidesAllOthers() {
    FrameFilter own =
        new FrameFilter(Frames.NONE, Frames.NONE, functions("Tax"), packages("com.shop"));

    assertThat(lines(own))
        .containsExactly(
            "all self 0 total 15 samples 4",
            ". [hidden] self 12 total 12 samples 2",
            ". com.shop.Cart.total self 3 total 3 samples 2");
    assertThat(STORE.queries().top(selection(own)).rows())
        .extracting(TopTable.Row::function)
        .containsExactly("[hidden]", "com.shop.Cart.total");
    assertThat(STORE.queries().stacks(selection(own)).rows())
        .extracting(StackTable.Row::value)
        .containsExactlyInAnyOrder(1L, 2L, 4L, 8L);
  }

  @Test
  void aKindIsOfTheFrameAndNotOfTheFunction() {
    Frames java = new Frames(List.of(), List.of(), List.of(FrameKind.JAVA));
    Frames kernel = new Frames(List.of(), List.of(), List.of(FrameKind.KERNEL, FrameKind.VM));

    assertThat(total(focus(java))).isEqualTo(15);
    assertThat(total(focus(kernel))).isZero();
    assertThat(lines(new FrameFilter(Frames.NONE, Frames.NONE, java, Frames.NONE)))
        .containsExactly("all self 0 total 15 samples 4", ". [hidden] self 15 total 15 samples 4");
  }

  @Test
  void bothSidesOfADiffAreSifted() {
    ReleaseDiff diff =
        STORE
            .queries()
            .diff(
                selection(FrameFilter.NONE),
                selection(
                    new FrameFilter(
                        packages("com.shop"), Frames.NONE, functions("Tax"), Frames.NONE)),
                100);

    assertThat(diff.base().total()).isEqualTo(15);
    assertThat(diff.target().total()).isEqualTo(3);
    int total = diff.tree().functions().indexOf("com.shop.Cart.total");
    for (int node = 0; node < diff.tree().size(); node++) {
      if (diff.tree().function()[node] == total) {
        assertThat(diff.tree().targetSelf()[node]).isEqualTo(2);
        assertThat(diff.tree().baseSelf()[node]).isZero();
      }
    }
  }

  @Test
  void aStackTraceWithoutFramesIsNotIgnoredWithOthers() throws Exception {
    STORE.store(
        "bare",
        "1",
        "a",
        PprofBuilder.cpu(START).sample(List.of(), values(5)).sample(List.of("x"), values(1)));
    FrameFilter ignore = new FrameFilter(Frames.NONE, functions("x"), Frames.NONE, Frames.NONE);
    Selection bare = new Selection("bare", "cpu", START, START.plusSeconds(60), List.of(), ignore);

    assertThat(STORE.queries().flameGraph(bare, 100).total()[0]).isEqualTo(5);
    assertThat(STORE.queries().diff(bare, bare, 100).target().total()).isEqualTo(5);
  }

  @Test
  void whatCannotBeSiftedSaysSo() {
    assertThatThrownBy(
            () -> STORE.queries().series(selection(focus(functions("x"))), Duration.ofMinutes(1)))
        .hasMessageContaining("Frames cannot be chosen here");
    assertThatThrownBy(() -> total(focus(functions("a(b"))))
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
        .hasMessage(
            "The regular expression 'a(b' of focus cannot be read: missing closing ). Its syntax is"
                + " RE2's.");
  }

  private static Frames functions(String... patterns) {
    return new Frames(List.of(patterns), List.of(), List.of());
  }

  private static Frames packages(String... names) {
    return new Frames(List.of(), List.of(names), List.of());
  }

  private static FrameFilter focus(Frames frames) {
    return new FrameFilter(frames, Frames.NONE, Frames.NONE, Frames.NONE);
  }

  private static Selection selection(FrameFilter frames) {
    return new Selection("shop", "cpu", START, START.plusSeconds(60), List.of(), frames);
  }

  private static List<String> lines(FrameFilter frames) {
    return Trees.lines(STORE.queries().flameGraph(selection(frames), 100));
  }

  private static long total(FrameFilter frames) {
    return STORE.queries().flameGraph(selection(frames), 100).total()[0];
  }
}
