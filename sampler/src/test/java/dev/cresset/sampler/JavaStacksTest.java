package dev.cresset.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaStacksTest {
  private static final StackTraceElement LEAF =
      new StackTraceElement("a.B$$Lambda/0x00007f01", "run", "B.java", 7);
  private static final StackTraceElement ROOT = new StackTraceElement("a.Main", "main", null, -2);

  @Test
  void aStackIsTakenOverFrameByFrame() {
    assertThat(JavaStacks.of(new StackTraceElement[] {LEAF, ROOT}, 2))
        .hasToString("[a.B$$Lambda.run:7, a.Main.main]");
  }

  @Test
  void whatIsTooDeepSaysThatItIsCut() {
    assertThat(JavaStacks.of(new StackTraceElement[] {LEAF, ROOT}, 1))
        .hasToString("[a.B$$Lambda.run:7, [truncated]]");
  }
}
