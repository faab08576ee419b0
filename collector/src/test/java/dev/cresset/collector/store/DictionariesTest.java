package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DictionariesTest {
  private Instant now = Instant.parse("2026-03-01T23:59:00Z");
  private final Dictionaries dictionaries = new Dictionaries(() -> now, 1000);

  @Test
  void numbersBeginWithOneInTheOrderOfFirstAppearance() {
    NumberedBatch batch = new NumberedBatch(dictionaries);

    assertThat(batch.number(profile("shop", 30, 10, 20)).numbers()).containsExactly(1, 2, 3);
    // Ascending, and saying which samples they are of.
    NumberedSamples next = batch.number(profile("shop", 20, 40, 30));
    assertThat(next.numbers()).containsExactly(1, 3, 4);
    assertThat(next.samples()).containsExactly(2, 0, 1);
    assertThat(batch.added()).extracting(NumberRow::stack).containsExactly(30L, 10L, 20L, 40L);
  }

  @Test
  void aStoredNumberIsUsedAgain() {
    NumberedBatch batch = new NumberedBatch(dictionaries);
    long dictionary = batch.number(profile("shop", 30, 10)).dictionary();
    batch.confirm();

    NumberedBatch next = new NumberedBatch(dictionaries);
    NumberedSamples samples = next.number(profile("shop", 10, 50));

    assertThat(samples.dictionary()).isEqualTo(dictionary);
    assertThat(samples.numbers()).containsExactly(2, 3);
    assertThat(next.added()).extracting(NumberRow::stack).containsExactly(50L);
  }

  @Test
  void aNumberThatIsNotStoredYetIsNoOtherBatchs() {
    NumberedBatch one = new NumberedBatch(dictionaries);
    NumberedBatch other = new NumberedBatch(dictionaries);

    assertThat(one.number(profile("shop", 10)).numbers()).containsExactly(1);
    assertThat(other.number(profile("shop", 20, 10)).numbers()).containsExactly(2, 3);
    assertThat(other.added()).hasSize(2);
  }

  @Test
  void aDictionaryWhoseNumbersMayBeStoredOrNotIsLeft() {
    NumberedBatch batch = new NumberedBatch(dictionaries);
    long dictionary = batch.number(profile("shop", 10)).dictionary();
    long another = batch.number(profile("bank", 10)).dictionary();
    batch.abandon();

    NumberedBatch next = new NumberedBatch(dictionaries);
    assertThat(next.number(profile("shop", 10)).dictionary()).isNotIn(dictionary, another);
    assertThat(next.number(profile("bank", 10)).dictionary()).isNotIn(dictionary, another);
    assertThat(next.added()).hasSize(2);
  }

  @Test
  void aFailureLeavesDictionariesAloneToWhichItAddedNothing() {
    NumberedBatch batch = new NumberedBatch(dictionaries);
    long dictionary = batch.number(profile("shop", 10)).dictionary();
    batch.confirm();
    NumberedBatch failing = new NumberedBatch(dictionaries);
    failing.number(profile("shop", 10));
    failing.number(profile("bank", 10));
    failing.abandon();

    assertThat(new NumberedBatch(dictionaries).number(profile("shop", 10)).dictionary())
        .isEqualTo(dictionary);
  }

  @Test
  void anotherDayHasOthers() {
    Dictionary before = dictionaries.of("shop", "cpu");
    assertThat(dictionaries.of("shop", "cpu")).isSameAs(before);
    assertThat(dictionaries.of("shop", "wall")).isNotSameAs(before);

    now = now.plus(Duration.ofMinutes(1));

    assertThat(dictionaries.of("shop", "cpu")).isNotSameAs(before);
  }

  @Test
  void forgetsThoseNotUsedForTheLongestTimeWhenThereIsTooMuch() {
    store("old", 400);
    Dictionary old = dictionaries.of("old", "cpu");
    store("used", 400);
    Dictionary used = dictionaries.of("used", "cpu");
    assertThat(dictionaries.of("old", "cpu")).isSameAs(old);

    store("new", 400);

    assertThat(dictionaries.of("old", "cpu")).isSameAs(old);
    assertThat(dictionaries.of("used", "cpu")).isNotSameAs(used);
  }

  private void store(String service, int stacks) {
    long[] ids = new long[stacks];
    for (int i = 0; i < stacks; i++) {
      ids[i] = i;
    }
    NumberedBatch batch = new NumberedBatch(dictionaries);
    batch.number(profile(service, ids));
    batch.confirm();
  }

  private NewProfile profile(String service, long... stacks) {
    return Profiles.of("id", service, "a", now, "cpu", stacks, new long[stacks.length], stacks);
  }
}
