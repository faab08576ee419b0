package dev.cresset.agent.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.WovenClass;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WeaverTest {
  private static final EntryPoints ENTRY_POINTS = new EntryPoints(List.of());

  /** Of the JDK, as far as this one has them, and of our API. */
  static Stream<String> classes() {
    Stream<Instrumented> entryPoints =
        IntStream.range(0, ENTRY_POINTS.count()).mapToObj(ENTRY_POINTS::entryPoint);
    return Stream.concat(ENTRY_POINTS.others().stream(), entryPoints)
        .flatMap(instrumented -> Arrays.stream(instrumented.classes()))
        .filter(name -> name.matches("(java|com/sun|dev/cresset)/.*"))
        .filter(name -> ClassLoader.getSystemResource(name + ".class") != null)
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("classes")
  void stacksAreDeepEnoughForWhatIsWovenIn(String name) throws IOException {
    weave(WovenClass.read(name)).assertStacksAreDeepEnough();
  }

  @ParameterizedTest
  @MethodSource("classes")
  void aClassWithoutStackMapFramesIsWovenLikeOneThatHasThem(String name) throws IOException {
    WovenClass original = WovenClass.read(name);

    assertThat(weave(original.withoutFrames()).withoutFrames().file())
        .isEqualTo(weave(original).withoutFrames().file());
  }

  private static WovenClass weave(WovenClass original) {
    return new WovenClass(new Weaver(ENTRY_POINTS, original.file()).weave());
  }
}
