package dev.cresset.collector.rollup;

import dev.cresset.collector.pprof.DecodedProfile;
import dev.cresset.collector.pprof.Frame;
import dev.cresset.collector.pprof.FrameKind;
import dev.cresset.collector.store.NewProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Random profiles of random windows, and what their sums have to be. */
public final class RandomFleet {
  public static final List<String> SERVICES = List.of("shop", "it's \\ \u0000");

  /** An amount, another of the same profile, and a level. */
  public static final List<String> TYPES = List.of("alloc_space", "alloc_objects", "live_space");

  private static final int STACKS = 40;
  private static final int LABEL_SETS = 4;

  private final Random random;
  private final Instant from;
  private final Duration range;

  public RandomFleet(long seed, Instant from, Duration range) {
    this.random = new Random(seed);
    this.from = from;
    this.range = range;
  }

  public List<NewProfile> profiles(int count) {
    List<NewProfile> profiles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      profiles.add(
          new NewProfile(
              Long.toHexString(random.nextLong()),
              one(SERVICES),
              one(List.of("1.0", "1.1")),
              one(List.of("test", "live")),
              one(List.of("a", "b", "c")),
              Map.of(),
              "alloc",
              content()));
    }
    return profiles;
  }

  private DecodedProfile content() {
    List<Integer> pairs = new ArrayList<>(IntStream.range(0, STACKS * LABEL_SETS).boxed().toList());
    Collections.shuffle(pairs, random);
    List<Integer> some = pairs.subList(0, random.nextInt(12));
    return new DecodedProfile(
        from.plusMillis(random.nextLong(range.toMillis())),
        random.nextLong(20_000_000_000L),
        0,
        List.of(),
        LongStream.rangeClosed(1, STACKS)
            .mapToObj(id -> new Frame(id, "f" + id, "", "", 0, FrameKind.NATIVE))
            .toList(),
        LongStream.rangeClosed(1, STACKS)
            .mapToObj(id -> new DecodedProfile.Stack(id, new long[] {id, 1 + id / 2}))
            .toList(),
        LongStream.range(1, LABEL_SETS)
            .mapToObj(
                id -> new DecodedProfile.LabelSet(id, new TreeMap<>(Map.of("thread", "t" + id))))
            .toList(),
        some.stream().mapToLong(pair -> 1 + pair / LABEL_SETS).toArray(),
        some.stream().mapToLong(pair -> pair % LABEL_SETS).toArray(),
        TYPES.stream().map(type -> measure(type, some.size())).toList());
  }

  private DecodedProfile.Measure measure(String type, int entries) {
    // Beyond what a double can tell apart, once they are added up.
    long[] values = random.longs(entries, 1, 1L << 46).toArray();
    long[] samples = random.longs(entries, 1, 100).toArray();
    return new DecodedProfile.Measure(type, "bytes", values, samples);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Value and samples of each stack trace, as lines, in order; of windows by bucket. */
  public static List<String> sums(List<NewProfile> profiles, int seconds) {
    Map<String, long[]> sums = new TreeMap<>();
    for (NewProfile profile : profiles) {
      DecodedProfile content = profile.content();
      long bucket = Bucket.floor(content.start(), seconds).getEpochSecond();
      for (DecodedProfile.Measure measure : content.measures()) {
        for (int i = 0; i < measure.values().length; i++) {
          String key =
              String.join(
                  "|",
                  Integer.toString(SERVICES.indexOf(profile.service())),
                  measure.type(),
                  profile.release(),
                  profile.environment(),
                  Long.toString(content.stackIds()[i]),
                  Long.toString(content.labelSetIds()[i]),
                  Long.toString(bucket));
          long[] sum = sums.computeIfAbsent(key, any -> new long[2]);
          sum[0] += addend(measure.type(), measure.values()[i], content.durationNanos());
          sum[1] += measure.samples()[i];
        }
      }
    }
    return sums.entrySet().stream()
        .map(sum -> sum.getKey() + "|" + sum.getValue()[0] + "|" + sum.getValue()[1])
        .sorted()
        .toList();
  }

  private static long addend(String type, long value, long nanos) {
    return type.startsWith("live") ? (long) Math.rint((double) value * nanos / 1e9) : value;
  }
}
