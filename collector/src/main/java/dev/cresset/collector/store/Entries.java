package dev.cresset.collector.store;

import dev.cresset.collector.pprof.DecodedProfile;
import java.util.Arrays;

/**
 * What a profile has of one measure, without the samples that have none of it.
 *
 * @param numbers ascending
 */
record Entries(String type, String unit, int[] numbers, long[] values, long[] samples) {
  static Entries of(NumberedSamples numbered, DecodedProfile.Measure measure) {
    int all = measure.values().length;
    int[] numbers = new int[all];
    long[] values = new long[all];
    long[] samples = new long[all];
    int n = 0;
    for (int i = 0; i < all; i++) {
      int sample = numbered.samples()[i];
      if (measure.values()[sample] != 0) {
        numbers[n] = numbered.numbers()[i];
        values[n] = measure.values()[sample];
        samples[n++] = measure.samples()[sample];
      }
    }
    return new Entries(
        measure.type(),
        measure.unit(),
        Arrays.copyOf(numbers, n),
        Arrays.copyOf(values, n),
        Arrays.copyOf(samples, n));
  }
}
