package dev.cresset.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.StackTrace;
import dev.cresset.protocol.pprof.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the encoder against the classes generated from the format's definition. */
class PprofEncoderTest {
  private final PprofEncoder encoder = new PprofEncoder();

  @Test
  void everySampleIsReadBackWithItsFramesLabelsAndValues() {
    assertThat(encode(Profiles.cpu()).samples())
        .containsExactlyInAnyOrder(
            "[java] com.shop.Money.round:99@Money.java < com.shop.Item.price:17@Item.java"
                + " < com.shop.Cart.total:41@Cart.java | [java] com.shop.Main.main:3@Main.java"
                + " [thread=http-#] [6, 60000000]",
            "[java] com.shop.Cart.total:44@Cart.java | [java] com.shop.Main.main:3@Main.java"
                + " [thread=main] [2, 20000000]",
            "[kernel] handle_mm_fault:0@ | libc.so.6 memcpy:0@libc.so.6 | [native] call_stub:0@"
                + " | [java] com.shop.Main.main:3@Main.java [] [1, 10000000]",
            "[vm] G1ParScanThreadState::trim_queue:0@ [thread=GC Thread##] [1, 10000000]");
  }

  @Test
  void theAllocatedClassIsTheLeafAndALabel() {
    assertThat(encode(Profiles.alloc()).samples())
        .containsExactly(
            "[class] byte[]:0@ | [java] com.shop.Cart.total:41@Cart.java"
                + " | [java] com.shop.Main.main:3@Main.java [class=byte[], thread=main]"
                + " [3, 4096, 1572864]");
  }

  @Test
  void theFactsOfTheWindowAreThere() {
    DecodedPprof decoded = encode(Profiles.cpu());

    assertThat(decoded.message().getTimeNanos()).isEqualTo(Profiles.START_NANOS);
    assertThat(decoded.message().getDurationNanos()).isEqualTo(10_000_000_000L);
    assertThat(decoded.message().getPeriod()).isEqualTo(10_000_000);
    assertThat(decoded.type(decoded.message().getPeriodType())).isEqualTo("cpu/nanoseconds");
    assertThat(decoded.message().getCommentList())
        .extracting(decoded::string)
        .containsExactly("engine: async-profiler", "2 samples dropped");
  }

  @ParameterizedTest
  @EnumSource
  void aFamilysTypesAreThoseOfThePprof(Family family) {
    DecodedPprof decoded = encode(Profile.builder(family).build());

    assertThat(decoded.message().getSampleTypeList())
        .extracting(decoded::type)
        .containsExactlyElementsOf(family.types().stream().map(Object::toString).toList());
    assertThat(decoded.string(decoded.message().getDefaultSampleType()))
        .isEqualTo(family.defaultType().name());
    assertThat(decoded.message().getSampleCount()).isZero();
  }

  @Test
  void inlinedFramesWithoutACallerOfTheirOwnAreALocation() {
    Profile profile =
        Profile.builder(Family.CPU)
            .add(StackTrace.of(Profiles.ROUND, Profiles.PRICE), Labels.EMPTY, 1, 1)
            .add(StackTrace.of(Profiles.ROUND, Profiles.STUB), Labels.EMPTY, 2, 2)
            .build();

    assertThat(encode(profile).samples())
        .containsExactlyInAnyOrder(
            "[java] com.shop.Money.round:99@Money.java < com.shop.Item.price:17@Item.java [] [1, 1]",
            "[java] com.shop.Money.round:99@Money.java | [native] call_stub:0@ [] [2, 2]");
  }

  @Test
  void theSameMethodIsOneFunctionAtHoweverManyLines() {
    DecodedPprof decoded = encode(Profiles.cpu());

    assertThat(decoded.message().getFunctionList())
        .extracting(function -> decoded.string(function.getName()))
        .doesNotHaveDuplicates()
        .contains("com.shop.Cart.total", "com.shop.Main.main");
  }

  @Test
  void onlyTheMappingsInUseAreWrittenAndNoneOffersSymbolsToLookFor() {
    DecodedPprof decoded = encode(Profiles.alloc());

    assertThat(decoded.message().getMappingList())
        .extracting(mapping -> decoded.string(mapping.getFilename()))
        .containsExactlyInAnyOrder("[class]", "[java]");
    assertThat(decoded.message().getMappingList())
        .allMatch(Mapping::getHasFunctions)
        .allMatch(Mapping::getHasFilenames)
        .allMatch(Mapping::getHasLineNumbers)
        .allMatch(Mapping::getHasInlineFrames);
  }

  @Test
  void aStackOfAnyDepthAndTextOfAnyLanguageComeThrough() {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      frames.add(Profiles.java("示例.Größe", "rekursiv", i % 300));
    }
    Profile profile =
        Profile.builder(Family.WALL)
            .add(StackTrace.of(frames), Labels.of("ラベル", "😀"), Long.MAX_VALUE, 0)
            .add(StackTrace.of(), Labels.EMPTY, 1, -1)
            .build();

    DecodedPprof decoded = encode(profile);

    assertThat(decoded.samples())
        .anyMatch(s -> s.endsWith("[ラベル=😀] [" + Long.MAX_VALUE + ", 0]"))
        .anyMatch(s -> s.equals(" [] [1, -1]"));
    assertThat(decoded.message().getSampleList())
        .anyMatch(sample -> sample.getLocationIdCount() == 5000);
    assertThat(decoded.message().getLocationCount()).isEqualTo(300);
  }

  @Test
  void aLargeProfileIsReadBackWholeWithEverythingNumberedOnce() {
    Random random = new Random(7);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      frames.add(
          i % 3 == 0
              ? Profiles.inlined("a.C" + i % 50, "m" + i % 400, i)
              : Profiles.java("a.C" + i % 50, "m" + i % 400, i));
    }
    Profile.Builder builder = Profile.builder(Family.CPU);
    long sum = 0;
    for (int i = 0; i < 4000; i++) {
      Frame[] stack = random.ints(1 + i % 60, 0, 3000).mapToObj(frames::get).toArray(Frame[]::new);
      builder.add(StackTrace.of(stack), Labels.of("thread", "t" + i % 9), 1, i);
      sum += i;
    }

    Profile profile = builder.build();

    DecodedPprof decoded = encode(profile);

    assertThat(decoded.message().getSampleList().stream().mapToLong(s -> s.getValue(1)).sum())
        .isEqualTo(sum);
    assertThat(decoded.message().getStringTableList()).doesNotHaveDuplicates().startsWith("");
    assertThat(decoded.message().getLocationList())
        .extracting(l -> l.getMappingId() + " " + l.getLineList())
        .doesNotHaveDuplicates();
    assertThat(decoded.message().getFunctionList())
        .extracting(f -> f.getName() + " " + f.getFilename())
        .doesNotHaveDuplicates();
    assertThat(decoded.functionsOfSamples()).containsExactlyElementsOf(functions(profile));
  }

  @Test
  void theSameProfileGivesTheSameBytes() {
    Profile profile = Profiles.cpu();

    assertThat(encoder.encode(profile)).isEqualTo(encoder.encode(profile));
  }

  private static List<List<String>> functions(Profile profile) {
    return profile.samples().stream()
        .map(sample -> sample.stackTrace().frames().stream().map(Frame::toString).toList())
        .toList();
  }

  private DecodedPprof encode(Profile profile) {
    return DecodedPprof.of(encoder.encode(profile));
  }
}
