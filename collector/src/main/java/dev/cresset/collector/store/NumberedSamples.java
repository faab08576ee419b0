package dev.cresset.collector.store;

import java.util.Arrays;

/**
 * The numbers of a profile's samples.
 *
 * @param dictionary its id
 * @param numbers ascending
 * @param samples the index of each number's sample
 */
record NumberedSamples(long dictionary, int[] numbers, int[] samples) {
  /**
   * @param numbers of each sample, all positive and different
   */
  static NumberedSamples of(long dictionary, int[] numbers) {
    long[] sorted = new long[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      sorted[i] = (long) numbers[i] << 32 | i;
    }
    Arrays.sort(sorted);
    return new NumberedSamples(
        dictionary,
        Arrays.stream(sorted).mapToInt(pair -> (int) (pair >>> 32)).toArray(),
        Arrays.stream(sorted).mapToInt(pair -> (int) pair).toArray());
  }
}
