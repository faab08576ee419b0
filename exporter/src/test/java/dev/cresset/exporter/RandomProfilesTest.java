package dev.cresset.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.Sample;
import dev.cresset.profile.StackTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a profile has comes back, sample by sample, from the generated classes. */
class RandomProfilesTest {
  private Random random;

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aProfileIsReadBackAsItWas(long seed) {
    random = new Random(seed);
    Profile profile = profile();

    DecodedPprof decoded = DecodedPprof.of(new PprofEncoder().encode(profile));

    assertThat(decoded.samples())
        .containsExactlyElementsOf(
            profile.samples().stream().map(sample -> describe(sample, profile)).toList());
    assertThat(decoded.message().getStringTableList()).doesNotHaveDuplicates().startsWith("");
  }

  private Profile profile() {
    Family family = pick(List.of(Family.values()));
    Profile.Builder profile = Profile.builder(family);
    int samples = random.nextInt(200);
    for (int i = 0; i < samples; i++) {
      long[] values = new long[family.types().size()];
      Arrays.setAll(values, any -> random.nextLong() >> random.nextInt(64));
      profile.add(stack(), labels(), values);
    }
    return profile.build();
  }

  /** Often with the root of others. */
  private StackTrace stack() {
    List<Frame> frames = new ArrayList<>();
    int own = random.nextInt(random.nextInt(10) == 0 ? 700 : 10);
    for (int i = 0; i < own; i++) {
      frames.add(frame());
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      frames.add(Profiles.java("a.Root" + i, "main", i));
    }
    StackTrace stack = StackTrace.of(frames);
    return random.nextInt(5) == 0 ? stack.withLeaf(Frame.ofClass("byte[]")) : stack;
  }

  private Frame frame() {
    String name = "m" + random.nextInt(12);
    String owner = "a.C" + random.nextInt(6);
    FrameKind kind = pick(List.of(FrameKind.values()));
    return switch (kind) {
      case JAVA, INLINED ->
          Frame.java(owner, name, random.nextBoolean() ? "C.java" : "", random.nextInt(300), kind);
      case CLASS -> Frame.ofClass(owner);
      default -> Frame.symbol(name, random.nextBoolean() ? "lib.so" : "", kind);
    };
  }

  private Labels labels() {
    Labels labels = Labels.EMPTY;
    for (int i = random.nextInt(4); i > 0; i--) {
      labels = labels.with("name" + i, "value" + random.nextInt(200));
    }
    return labels;
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** As {@link DecodedPprof#samples} has it. */
  private static String describe(Sample sample, Profile profile) {
    List<String> locations = new ArrayList<>();
    StringBuilder location = new StringBuilder();
    List<Frame> frames = sample.stackTrace().frames();
    for (int i = 0; i < frames.size(); i++) {
      Frame frame = frames.get(i);
      location.append(location.isEmpty() ? "" : " < ").append(describe(frame));
      if (!isInlinedIntoNext(frames, i)) {
        locations.add(mapping(frame) + ' ' + location);
        location.setLength(0);
      }
    }
    List<String> labels =
        sample.labels().asMap().entrySet().stream().map(Object::toString).toList();
    List<Long> values = new ArrayList<>();
    for (int type = 0; type < profile.family().types().size(); type++) {
      values.add(sample.value(type));
    }
    return String.join(" | ", locations) + ' ' + labels + ' ' + values;
  }

  private static String describe(Frame frame) {
    return frame.function() + ':' + frame.line() + '@' + frame.fileName();
  }

  private static boolean isInlinedIntoNext(List<Frame> frames, int i) {
    return frames.get(i).kind() == FrameKind.INLINED
        && i + 1 < frames.size()
        && List.of(FrameKind.JAVA, FrameKind.INLINED).contains(frames.get(i + 1).kind());
  }

  private static String mapping(Frame physical) {
    return switch (physical.kind()) {
      case JAVA, INLINED -> "[java]";
      case NATIVE -> physical.fileName().isEmpty() ? "[native]" : physical.fileName();
      case KERNEL -> "[kernel]";
      case VM -> "[vm]";
      case CLASS -> "[class]";
    };
  }
}
