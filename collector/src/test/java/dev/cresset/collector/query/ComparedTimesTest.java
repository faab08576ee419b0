package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cresset.collector.query.TimeRanges.Range;
import org.junit.jupiter.api.Test;

class ComparedTimesTest {
  private static final long DAY = 86_400_000;
  private static final Range RANGE = new Range(-5, DAY + 5);

  /** A day of windows of ten seconds, evenly spread. */
  private static WindowSums.Total windows(long count) {
    return new WindowSums.Total(count, count, count * 10_000_000_000L, 10_000_000_000L, 0, DAY - 1);
  }

  @Test
  void fewWindowsAreAllCompared() {
    assertThat(ComparedTimes.of(windows(20_000), RANGE, 20_000))
        .isEqualTo(TimeRanges.of(-5, DAY + 5));
    assertThat(ComparedTimes.of(new WindowSums.Total(0, 0, 0, 0, 0, 0), RANGE, 20_000))
        .isEqualTo(TimeRanges.of(-5, DAY + 5));
  }

  @Test
  void ofManyThereIsAPieceInEachPartOfTheTime() {
    for (long count : new long[] {30_000, 500_000, 8_640_000}) {
      TimeRanges times = ComparedTimes.of(windows(count), RANGE, 20_000);

      int pieces = times.ranges().size();
      assertThat(pieces).isBetween(12, 60);
      long part = DAY / pieces;
      for (int i = 0; i < pieces; i++) {
        Range piece = times.ranges().get(i);
        assertThat(piece.from()).isGreaterThanOrEqualTo(i * part);
        assertThat(piece.to()).isLessThanOrEqualTo((i + 1) * part);
      }
    }
  }

  @Test
  void piecesHaveAboutAsManyWindowsAsAreWanted() {
    for (long count : new long[] {30_000, 500_000, 8_640_000}) {
      TimeRanges times = ComparedTimes.of(windows(count), RANGE, 20_000);

      assertThat(length(times) * count / DAY).isCloseTo(20_000L, within(2_000L));
    }
  }

  @Test
  void noPieceIsShorterThanAWindow() {
    TimeRanges times = ComparedTimes.of(windows(100_000_000), RANGE, 20_000);

    assertThat(times.ranges())
        .hasSize(12)
        .allSatisfy(piece -> assertThat(piece.to() - piece.from()).isGreaterThanOrEqualTo(10_000));
  }

  @Test
  void oneLongWindowAmongManyDoesNotHaveAllCompared() {
    WindowSums.Total all = windows(8_640_000);
    WindowSums.Total withLong =
        new WindowSums.Total(
            all.rows(),
            all.windows() + 1,
            all.profiledNanos() + 3_600_000_000_000L,
            3_600_000_000_000L,
            all.first(),
            all.last());

    assertThat(ComparedTimes.of(withLong, RANGE, 20_000).ranges()).hasSizeGreaterThan(11);
  }

  @Test
  void piecesComeAtAllTimesOfTheirParts() {
    TimeRanges times = ComparedTimes.of(windows(864_000), RANGE, 20_000);

    int pieces = times.ranges().size();
    long part = DAY / pieces;
    int[] offsets = new int[4];
    for (int i = 0; i < pieces; i++) {
      offsets[(int) (4 * (times.ranges().get(i).from() - i * part) / part)]++;
    }
    for (int quarter : offsets) {
      assertThat(quarter).isCloseTo(pieces / 4, within(3));
    }
  }

  private static long length(TimeRanges times) {
    return times.ranges().stream().mapToLong(piece -> piece.to() - piece.from()).sum();
  }
}
