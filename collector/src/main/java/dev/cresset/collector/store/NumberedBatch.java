package dev.cresset.collector.store;

import dev.cresset.collector.pprof.DecodedProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the samples of profiles that are stored together. What is {@link #added} has to be
 * stored, and then confirmed, before the profiles. One thread.
 */
final class NumberedBatch {
  private final Dictionaries dictionaries;
  private final Map<Dictionary, PairNumbers> taken = new HashMap<>();
  private final List<NumberRow> added = new ArrayList<>();

  NumberedBatch(Dictionaries dictionaries) {
    this.dictionaries = dictionaries;
  }

  /** What of a profile's samples is said by numbers. */
  NumberedSamples number(NewProfile profile) {
    Dictionary dictionary = dictionaries.of(profile.service(), profile.family());
    DecodedProfile content = profile.content();
    int[] numbers = new int[content.stackIds().length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(dictionary, content.stackIds()[i], content.labelSetIds()[i]);
    }
    return NumberedSamples.of(dictionary.id(), numbers);
  }

  private int number(Dictionary dictionary, long stack, long labelSet) {
    int stored = dictionary.stored(stack, labelSet);
    if (stored != PairNumbers.ABSENT) {
      return stored;
    }
    PairNumbers own = taken.computeIfAbsent(dictionary, d -> new PairNumbers(d.id()));
    int number = own.get(stack, labelSet);
    if (number == PairNumbers.ABSENT) {
      number = dictionary.take();
      own.put(stack, labelSet, number);
      added.add(new NumberRow(dictionary, number, stack, labelSet));
    }
    return number;
  }

  /** The rows that have to be stored first. */
  List<NumberRow> added() {
    return added;
  }

  /** They are stored. */
  void confirm() {
    added.forEach(row -> row.dictionary().confirm(row));
    dictionaries.trim();
  }

  /** They may be stored or not. */
  void abandon() {
    taken.keySet().forEach(dictionaries::forget);
  }
}
