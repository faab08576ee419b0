package dev.cresset.collector.store;

import dev.cresset.collector.pprof.DecodedProfile;
import java.util.Arrays;

/**
 * What a profile has of one measure, without the samples that have none of it.
 *
 * @param gaps by how much each number is above the one before, which is smaller; from 0
 */
record Entries(String type, String unit, int[] gaps, long[] values, long[] samples) {
  static Entries of(NumberedSamples numbered, DecodedProfile.Measure measure) {
    int all = measure.values().length;
    int[] gaps = new int[all];
    long[] values = new long[all];
    long[] samples = new long[all];
    int last = 0;
    int n = 0;
    for (int i = 0; i < all; i++) {
      int sample = numbered.samples()[i];
      if (measure.values()[sample] != 0) {
        gaps[n] = numbered.numbers()[i] - last;
        last = numbered.numbers()[i];
        values[n] = measure.values()[sample];
        samples[n++] = measure.samples()[sample];
      }
    }
    return new Entries(
        measure.type(),
        measure.unit(),
        Arrays.copyOf(gaps, n),
        Arrays.copyOf(values, n),
        Arrays.copyOf(samples, n));
  }
}
