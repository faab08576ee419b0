package dev.cresset.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTest {
  private static final Frame MAIN = Frame.java("a.Main", "main", "Main.java", 3, FrameKind.JAVA);
  private static final Frame WORK = Frame.java("a.Main", "work", "Main.java", 9, FrameKind.JAVA);

  @Test
  void samplesOfTheSameStackAndLabelsAddUp() {
    Profile profile =
        Profile.builder(Family.CPU)
            .add(StackTrace.of(WORK, MAIN), Labels.of("thread", "t"), 1, 10)
            .add(StackTrace.of(WORK, MAIN), Labels.of("thread", "t"), 2, 20)
            .add(StackTrace.of(WORK, MAIN), Labels.EMPTY, 1, 10)
            .add(StackTrace.of(MAIN), Labels.EMPTY, 1, 10)
            .build();

    assertThat(profile.samples()).hasSize(3);
    assertThat(profile.samples())
        .filteredOn(s -> s.labels().equals(Labels.of("thread", "t")))
        .singleElement()
        .satisfies(s -> assertThat(s.value(0)).isEqualTo(3))
        .satisfies(s -> assertThat(s.value(1)).isEqualTo(30));
  }

  @Test
  void samplesKeepTheOrderInWhichTheyWereFirstSeen() {
    Profile.Builder builder = Profile.builder(Family.CPU);
    for (int i = 0; i < 1000; i++) {
      builder.add(StackTrace.of(Frame.ofClass("C" + i % 300)), Labels.EMPTY, 1, i);
    }

    List<Sample> samples = builder.build().samples();

    assertThat(samples).hasSize(300);
    assertThat(samples.get(0).value(1)).isEqualTo(300 + 600 + 900);
    for (int i = 0; i < 300; i++) {
      assertThat(samples.get(i).stackTrace()).isEqualTo(StackTrace.of(Frame.ofClass("C" + i)));
    }
  }

  @Test
  void whatIsBuiltDoesNotChangeAnyMore() {
    Profile.Builder builder = Profile.builder(Family.CPU);
    builder.build();

    assertThatThrownBy(() -> builder.add(StackTrace.of(MAIN), Labels.EMPTY, 1, 10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another builder");
  }

  @Test
  void aSampleWithTheWrongNumberOfValuesIsRefused() {
    assertThatThrownBy(() -> Profile.builder(Family.CPU).add(StackTrace.of(MAIN), Labels.EMPTY, 1L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("samples/count, cpu/nanoseconds")
        .hasMessageContaining("[1]");
  }

  @Test
  void aFunctionIsNamedByClassAndMethodOrBySymbolOrByClass() {
    assertThat(MAIN.function()).isEqualTo("a.Main.main");
    assertThat(Frame.symbol("memcpy", "libc.so.6", FrameKind.NATIVE).function())
        .isEqualTo("memcpy");
    assertThat(Frame.ofClass("byte[]").function()).isEqualTo("byte[]");
  }

  @Test
  void theAllocatedClassBecomesTheLeaf() {
    StackTrace stack = StackTrace.of(WORK, MAIN).withLeaf(Frame.ofClass("byte[]"));

    assertThat(stack.frames()).containsExactly(Frame.ofClass("byte[]"), WORK, MAIN);
  }
}
