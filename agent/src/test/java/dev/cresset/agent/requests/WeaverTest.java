package dev.cresset.agent.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

class WeaverTest {
  private static final EntryPoints ENTRY_POINTS = new EntryPoints(List.of());

  /** As far as this JDK has them. */
  static Stream<String> classesOfTheJdk() {
    Stream<Instrumented> entryPoints =
        Stream.iterate(0, point -> point < ENTRY_POINTS.count(), point -> point + 1)
            .map(ENTRY_POINTS::entryPoint);
    return Stream.concat(ENTRY_POINTS.others().stream(), entryPoints)
        .flatMap(instrumented -> Arrays.stream(instrumented.classes()))
        .filter(name -> name.startsWith("java/") || name.startsWith("com/sun/"))
        .filter(name -> ClassLoader.getSystemResource(name + ".class") != null)
        .distinct();
  }

  /** The JVM hands them out so, to be loaded anew, if it was not told to verify them. */
  @ParameterizedTest
  @MethodSource("classesOfTheJdk")
  void aClassWithoutStackMapFramesIsWovenLikeOneThatHasThem(String name) throws IOException {
    byte[] file = read(name);

    assertThat(withoutFrames(weave(withoutFrames(file)))).isEqualTo(withoutFrames(weave(file)));
  }

  private static byte[] weave(byte[] file) {
    return new Weaver(ENTRY_POINTS, file).weave();
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
      return in.readAllBytes();
    }
  }

  private static byte[] withoutFrames(byte[] file) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(file).accept(writer, ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }
}
