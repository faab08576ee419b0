package dev.cresset.agent.exceptions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.WovenClass;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ThrowableTransformerTest {
  private static final String THROWABLE = "java/lang/Throwable";

  @Test
  void stacksAreDeepEnoughWithStackMapFramesAndWithout() throws IOException {
    WovenClass original = WovenClass.read(THROWABLE);

    weave(original).assertStacksAreDeepEnough();
    assertThat(weave(original.withoutFrames()).withoutFrames().file())
        .isEqualTo(weave(original).withoutFrames().file());
  }

  private static WovenClass weave(WovenClass original) {
    return new WovenClass(
        new ThrowableTransformer().transform(null, THROWABLE, null, null, original.file()));
  }
}
