package dev.cresset.collector.query;

import static dev.cresset.collector.query.RollupQuestion.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.query.LedgerMemory.Known;
import dev.cresset.collector.query.RollupLedger.Entries;
import dev.cresset.collector.query.RollupLedger.Hour;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LedgerMemoryTest {
  private static final Selection SELECTION =
      new Selection("shop", "cpu", Instant.EPOCH, Instant.now(), List.of());

  private final LedgerMemory memory = new LedgerMemory();

  @Test
  void whatIsNewTakesThePlaceOfWhatIsOldAndTheRestStays() {
    memory.remember(SELECTION, known(2, 8, 7, 1));
    memory.remember(SELECTION, known(6, 9, 8, 2));

    Known all = memory.of(SELECTION, 2 * HOUR, 9 * HOUR).orElseThrow();

    assertThat(all.entries().closed()).isEqualTo(8 * HOUR);
    assertThat(profiles(all)).containsExactly(1L, 1L, 1L, 1L, 2L, 2L);
    assertThat(all.late()).containsExactly(2 * HOUR, 6 * HOUR);
  }

  @Test
  void whatIsNotKnownIsNotMadeUp() {
    memory.remember(SELECTION, known(2, 8, 7, 1));

    assertThat(memory.of(SELECTION, HOUR, 8 * HOUR)).isEmpty();
    assertThat(memory.of(SELECTION, 2 * HOUR, 9 * HOUR)).isEmpty();
    assertThat(memory.of(SELECTION, 3 * HOUR, 8 * HOUR)).isPresent();
    assertThat(memory.of(other(), 3 * HOUR, 8 * HOUR)).isEmpty();
  }

  @Test
  void anHourThatNobodyAskedForBetweenTwoTimesIsNotKnown() {
    memory.remember(SELECTION, known(2, 5, 4, 1));
    memory.remember(SELECTION, known(6, 9, 8, 2));

    assertThat(memory.of(SELECTION, 2 * HOUR, 9 * HOUR)).isEmpty();
    assertThat(memory.of(SELECTION, 6 * HOUR, 9 * HOUR)).isPresent();
  }

  @Test
  void whatEndsInThePastIsNotRemembered() {
    memory.remember(SELECTION, known(2, 8, 8, 1));

    assertThat(memory.of(SELECTION, 2 * HOUR, 8 * HOUR)).isEmpty();
  }

  @Test
  void aTimeOfWhichNothingWasRolledUpLeavesWhatIsKnownAsItIs() {
    memory.remember(SELECTION, known(2, 8, 7, 1));
    memory.remember(SELECTION, known(6, 8, 0, 2));

    Known all = memory.of(SELECTION, 2 * HOUR, 8 * HOUR).orElseThrow();

    assertThat(all.entries().closed()).isEqualTo(7 * HOUR);
    assertThat(profiles(all)).containsExactly(1L, 1L, 1L, 1L, 1L);
  }

  @Test
  void anHourWithoutAnythingIsKnownToBeEmpty() {
    memory.remember(SELECTION, known(2, 8, 7, 1));
    Entries empty = new Entries(6 * HOUR, 9 * HOUR, 8 * HOUR, new TreeMap<>());
    memory.remember(SELECTION, new Known(empty, new TreeSet<>()));

    Known all = memory.of(SELECTION, 2 * HOUR, 9 * HOUR).orElseThrow();

    assertThat(all.entries().closed()).isEqualTo(8 * HOUR);
    assertThat(all.entries().hours()).containsOnlyKeys(2 * HOUR, 3 * HOUR, 4 * HOUR, 5 * HOUR);
  }

  private static Selection other() {
    return new Selection("shop", "wall", Instant.EPOCH, Instant.now(), List.of());
  }

  private static List<Long> profiles(Known known) {
    return known.entries().hours().values().stream().map(Hour::profiles).toList();
  }

  private static Known known(int from, int to, int closed, long profiles) {
    SortedMap<Long, Hour> hours = new TreeMap<>();
    for (long hour = from; hour < closed; hour++) {
      hours.put(hour * HOUR, new Hour(0, 1, profiles, 1, List.of()));
    }
    return new Known(
        new Entries(from * HOUR, to * HOUR, closed * HOUR, hours),
        new TreeSet<>(List.of(from * HOUR)));
  }
}
