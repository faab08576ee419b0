package dev.cresset.sampler.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against jfr-converter's reader. */
class JfrFileTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private static final String EVENTS =
      "event=cpu,interval=1ms,wall=20ms,lock=1ms,nativemem=64k,nofree";

  @TempDir private Path directory;

  private RecordedProgram program;

  @BeforeEach
  void compile() {
    program = RecordedProgram.compile(directory);
  }

  static Stream<Path> javas() {
    return RecordedProgram.javas();
  }

  @ParameterizedTest
  @MethodSource("javas")
  void whatAsyncProfilerHasRecordedIsReadAsTheReferenceReadsIt(Path java) throws Exception {
    Path recording = program.byAsyncProfiler(java, EVENTS);
    Files.write(recording, Files.readAllBytes(recording), StandardOpenOption.APPEND);

    List<List<String>> chunks = OwnEvents.of(recording);

    assertThat(chunks).hasSize(2).isEqualTo(ReferenceEvents.of(recording));
    assertHas(chunks, " EXECUTION STATE_DEFAULT 1 on büsy-");
    assertHas(chunks, " EXECUTION STATE_SLEEPING ");
    assertHas(chunks, " LOCK java/lang/Object ");
    assertHas(chunks, " MALLOC ");
    assertHas(chunks, " < Busy.descend:");
  }

  @Test
  void objectsAreReadAsTheReferenceReadsThem() throws Exception {
    Path recording = program.byAsyncProfiler(JAVA, "alloc=64k,live");

    List<List<String>> chunks = OwnEvents.of(recording);

    assertThat(chunks).isEqualTo(ReferenceEvents.of(recording));
    assertHas(chunks, " ALLOCATION [I ");
    assertHas(chunks, " LIVE ");
  }

  @ParameterizedTest
  @MethodSource("javas")
  void whatTheFlightRecorderHasRecordedIsReadAsTheReferenceReadsIt(Path java) throws Exception {
    Path recording = program.byFlightRecorder(java);

    List<List<String>> chunks = OwnEvents.of(recording);

    assertThat(chunks).isEqualTo(ReferenceEvents.of(recording));
    assertHas(chunks, " EXECUTION ");
    assertHas(chunks, " ALLOCATION ");
    assertHas(chunks, " LOCK java/lang/Object ");
    assertHas(chunks, " < Busy.descend:");
  }

  @Test
  void eventsOfOneStackFollowEachOtherInTheirOrder() throws Exception {
    JfrChunk chunk = firstChunk(program.byAsyncProfiler(JAVA, EVENTS));
    List<Integer> stacks = new ArrayList<>();
    chunk.forEach(event -> stacks.add(event.stack()));

    long changes =
        IntStream.range(1, stacks.size())
            .filter(i -> !stacks.get(i).equals(stacks.get(i - 1)))
            .count();

    assertThat(changes + 1).isEqualTo(stacks.stream().distinct().count());
  }

  @Test
  void whatStacksHaveInCommonIsFoundWithoutReadingThem() throws Exception {
    RecordedStacks stacks = firstChunk(program.byAsyncProfiler(JAVA, EVENTS)).stacks();

    int found = 0;
    int there = 0;
    for (int i = 1; i < stacks.size(); i++) {
      List<String> one = rootFirst(stacks, i - 1);
      List<String> other = rootFirst(stacks, i);
      int common = stacks.common(i - 1, i);
      found += common;
      there += common(one, other);
      assertThat(one.subList(0, common)).isEqualTo(other.subList(0, common));
    }
    assertThat(found).isBetween(there / 2, there);
  }

  @Test
  void aRecordingThatIsCutOffIsAnError() throws Exception {
    byte[] whole = Files.readAllBytes(program.byAsyncProfiler(JAVA, EVENTS));
    Path cut = directory.resolve("cut.jfr");

    for (int i = 0; i < 20; i++) {
      Files.write(cut, Arrays.copyOf(whole, (int) ((long) whole.length * i / 20)));
      assertThatThrownBy(() -> OwnEvents.of(cut))
          .isInstanceOf(IOException.class)
          .message()
          .containsAnyOf("The recording is incomplete", "The recording ends at");
    }
  }

  @Test
  void somethingElseIsAnError() throws Exception {
    Path text = Files.writeString(directory.resolve("text.jfr"), "Not a recording. ".repeat(100));

    assertThatThrownBy(() -> OwnEvents.of(text))
        .isInstanceOf(IOException.class)
        .hasMessage("No recording: a chunk of 68 bytes does not begin as one does.");
  }

  @Test
  void aDamagedRecordingIsReadOrAnErrorAndNothingElse() throws Exception {
    byte[] whole = bytesOf(program.byFlightRecorder(JAVA));
    Random random = new Random(7);
    int errors = 0;
    for (int i = 0; i < 100; i++) {
      byte[] damaged = whole.clone();
      for (int j = 0; j < 1 << i % 10; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        OwnEvents.of(JfrChunk.of(ByteBuffer.wrap(damaged)));
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("recording");
        errors++;
      }
    }
    assertThat(errors).isBetween(10, 99);
  }

  private static int common(List<String> one, List<String> other) {
    int common = 0;
    while (common < Math.min(one.size(), other.size())
        && one.get(common).equals(other.get(common))) {
      common++;
    }
    return common;
  }

  private static void assertHas(List<List<String>> chunks, String part) {
    assertThat(chunks.stream().flatMap(List::stream)).anyMatch(line -> line.contains(part));
  }

  private static List<String> rootFirst(RecordedStacks stacks, int stack) {
    int depth = stacks.depth(stack);
    stacks.read(stack, depth);
    return IntStream.range(0, depth)
        .mapToObj(i -> depth - 1 - i)
        .map(i -> stacks.method(i) + ":" + stacks.line(i) + ":" + stacks.type(i))
        .toList();
  }

  private static JfrChunk firstChunk(Path recording) throws IOException {
    return JfrChunk.of(ByteBuffer.wrap(bytesOf(recording)));
  }

  /** Of its first chunk. */
  private static byte[] bytesOf(Path recording) throws IOException {
    byte[] bytes = Files.readAllBytes(recording);
    return Arrays.copyOf(bytes, (int) ChunkHeader.of(ByteBuffer.wrap(bytes)).chunkSize());
  }
}
