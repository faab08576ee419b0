package dev.cresset.collector.store;

import dev.cresset.collector.pprof.DecodedProfile;
import dev.cresset.collector.pprof.Frame;
import dev.cresset.collector.pprof.FrameKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Profiles for tests, without a pprof file. A stack trace's function is called as its id. */
final class Profiles {
  private Profiles() {}

  /**
   * Each sample counts once.
   *
   * @param labelSets ids; those but 0 are followed by nobody
   */
  static NewProfile of(
      String id,
      String service,
      String instance,
      Instant start,
      String type,
      long[] stacks,
      long[] labelSets,
      long[] values) {
    long[] ones = new long[stacks.length];
    Arrays.fill(ones, 1);
    DecodedProfile content =
        new DecodedProfile(
            start,
            10_000_000_000L,
            1,
            List.of(),
            Arrays.stream(stacks).distinct().mapToObj(Profiles::frame).toList(),
            Arrays.stream(stacks)
                .distinct()
                .mapToObj(stack -> new DecodedProfile.Stack(stack, new long[] {stack}))
                .toList(),
            Arrays.stream(labelSets)
                .distinct()
                .filter(set -> set != 0)
                .mapToObj(set -> new DecodedProfile.LabelSet(set, labels(set)))
                .toList(),
            stacks,
            labelSets,
            List.of(new DecodedProfile.Measure(type, "count", values, ones)));
    return new NewProfile(id, service, "1", "prod", instance, Map.of(), type, content);
  }

  private static Frame frame(long stack) {
    return new Frame(stack, "f" + stack, "", "F.java", 1, FrameKind.JAVA);
  }

  private static TreeMap<String, String> labels(long set) {
    return new TreeMap<>(Map.of("set", "" + set, "followed", "no"));
  }
}
