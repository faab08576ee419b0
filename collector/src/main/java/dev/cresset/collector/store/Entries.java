package dev.cresset.collector.store;

import dev.cresset.collector.pprof.DecodedProfile;
import java.util.Arrays;

/** What a profile has of one measure, without the samples that have none of it. */
record Entries(
    String type, String unit, long[] stackIds, long[] labelSetIds, long[] values, long[] samples) {
  static Entries of(DecodedProfile profile, DecodedProfile.Measure measure) {
    int all = measure.values().length;
    long[] stackIds = new long[all];
    long[] labelSetIds = new long[all];
    long[] values = new long[all];
    long[] samples = new long[all];
    int n = 0;
    for (int i = 0; i < all; i++) {
      if (measure.values()[i] != 0) {
        stackIds[n] = profile.stackIds()[i];
        labelSetIds[n] = profile.labelSetIds()[i];
        values[n] = measure.values()[i];
        samples[n++] = measure.samples()[i];
      }
    }
    return new Entries(
        measure.type(),
        measure.unit(),
        Arrays.copyOf(stackIds, n),
        Arrays.copyOf(labelSetIds, n),
        Arrays.copyOf(values, n),
        Arrays.copyOf(samples, n));
  }
}
