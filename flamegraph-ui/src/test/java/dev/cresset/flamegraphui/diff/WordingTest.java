package dev.cresset.flamegraphui.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.query.FrameKind;
import dev.cresset.collector.query.ReleaseDiff;
import dev.cresset.collector.query.ReleaseDiff.Cost;
import dev.cresset.collector.query.ReleaseDiff.FunctionChange;
import dev.cresset.collector.query.ReleaseDiff.Verdict;
import dev.cresset.collector.query.Selection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WordingTest {
  @Test
  void aVerdictIsToldWithItsInterval() {
    assertThat(Wording.verdict(change(Verdict.GROWN, 0.042, 0.031, 0.053)))
        .isEqualTo("grew by 4.2 points (3.1 … 5.3)");
    assertThat(Wording.verdict(change(Verdict.SHRUNK, -0.0042, -0.006, -0.002)))
        .isEqualTo("shrank by 0.42 points (0.20 … 0.60)");
    assertThat(Wording.verdict(change(Verdict.UNCHANGED, 0.01, -0.01, 0.03)))
        .isEqualTo("could be noise");
    assertThat(Wording.verdict(change(Verdict.NOT_ENOUGH_DATA, 0, 0, 0)))
        .isEqualTo("not enough data");
  }

  @Test
  void theSummaryNamesTheReleasesTheCostAndTheCause() {
    assertThat(Wording.summary(diff(new Cost(1.21, 1.17, 1.26), "1.0", "1.1", 5)))
        .isEqualTo(
            "Release 1.1 takes 21 % more CPU time than 1.0 for the same work (95 % certain: +17 % to"
                + " +26 %). The largest change starts in a.B.c: it grew by 4.2 points (3.1 … 5.3).");
    assertThat(Wording.summary(diff(new Cost(0.99, 0.95, 1.02), "1.0", "1.1", 5)))
        .startsWith("Release 1.1 takes about the same CPU time as 1.0 for the same work");
    assertThat(Wording.summary(diff(new Cost(1.1, 0.27, 4), "1.0", "1.1", 5)))
        .startsWith(
            "It cannot be told yet whether Release 1.1 takes more or less CPU time than 1.0 for the same"
                + " work (−73 % to +300 %).");
    assertThat(Wording.summary(diff(new Cost(Double.NaN, 0, 0), "1.0", "1.0", 5)))
        .startsWith("There is not enough data yet to say what the target costs");
  }

  @Test
  void aSideWithoutSamplesIsSaidOutLoud() {
    assertThat(Wording.summary(diff(new Cost(Double.NaN, 0, 0), "1.0", "1.1", 0)))
        .contains("Release 1.0 has no samples", "choose a range");
  }

  private static FunctionChange change(Verdict verdict, double change, double low, double high) {
    return new FunctionChange(
        "a.B.c",
        FrameKind.JAVA,
        0,
        1,
        0,
        1,
        0.1,
        0.1 + change,
        change,
        low,
        high,
        0,
        0,
        0,
        verdict);
  }

  private static ReleaseDiff diff(Cost cost, String base, String target, long samples) {
    return new ReleaseDiff(
        side(base, samples),
        side(target, 5),
        "nanoseconds",
        cost,
        new ReleaseDiff.DiffTree(
            List.of(),
            new FrameKind[0],
            new int[0],
            new int[0],
            new long[0],
            new long[0],
            new long[0],
            new long[0],
            0,
            0,
            0),
        List.of(change(Verdict.GROWN, 0.042, 0.031, 0.053)));
  }

  private static ReleaseDiff.Side side(String release, long samples) {
    Selection selection =
        new Selection(
            "shop",
            "cpu",
            Instant.EPOCH,
            Instant.MAX,
            Optional.of(release),
            Optional.empty(),
            Optional.empty(),
            Map.of());
    return new ReleaseDiff.Side(selection, samples, samples, 1, 1, 1, 1);
  }
}
