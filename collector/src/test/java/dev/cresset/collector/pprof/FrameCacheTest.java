package dev.cresset.collector.pprof;

import static dev.cresset.collector.pprof.Decoding.LIMITS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.protocol.pprof.Function;
import dev.cresset.protocol.pprof.Line;
import dev.cresset.protocol.pprof.Location;
import dev.cresset.protocol.pprof.Mapping;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FrameCacheTest {
  private static final List<String> NAMES =
      List.of(
          "",
          "?",
          "a.B.c",
          "a.B.d(int)",
          "\u00fc.\u4e16.x",
          "n.".repeat(300),
          "m.".repeat(240),
          "A.java",
          "B.kt",
          "c.go",
          "byte[]",
          "_Z1fv");

  private static final List<String> MAPPINGS =
      List.of("", "[java]", "[class]", "[vm]", "[kernel.kallsyms]", "/lib/libc.so.6");

  private final Random random = new Random(11);

  @Test
  void aProfileIsTheSameWhateverWasMetBefore() throws Exception {
    FrameCache small = new FrameCache(10_000);
    FrameCache large = FrameCache.ofHeap(1 << 30);
    for (int i = 0; i < 60; i++) {
      byte[] profile = profile();
      DecodedProfile alone = decode(profile, new FrameCache(0));

      assertSame(decode(profile, small), alone);
      assertSame(decode(profile, large), alone);
    }
  }

  @Test
  void aProfileIsTheSameWhateverIsDecodedMeanwhile() throws Exception {
    FrameCache cache = new FrameCache(50_000);
    List<byte[]> profiles = new ArrayList<>();
    List<Future<DecodedProfile>> decoded = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 60; i++) {
        byte[] profile = profile();
        profiles.add(profile);
        decoded.add(threads.submit(() -> decode(profile, cache)));
      }
    }
    for (int i = 0; i < profiles.size(); i++) {
      assertSame(decoded.get(i).get(), decode(profiles.get(i), new FrameCache(0)));
    }
  }

  @Test
  void whatWasMetBeforeIsNotMadeAgain() throws Exception {
    FrameCache cache = FrameCache.ofHeap(1 << 30);
    byte[] profile =
        PprofBuilder.cpu(Instant.EPOCH.plusSeconds(1))
            .sample(List.of("a.B.c"), List.of(1L, 1L))
            .bytes();

    Frame first = decode(profile, cache).frames().getFirst();

    assertThat(decode(profile, cache).frames().getFirst()).isSameAs(first);
  }

  @Test
  void framesThatGoOnForEverTakeNoMoreThanThereIs() {
    FrameCache cache = new FrameCache(100_000);
    for (int i = 0; i < 5_000; i++) {
      Frame frame = new Frame(i, "function" + i + "x".repeat(i % 300), "", "", 0, FrameKind.JAVA);

      cache.add(31L * i, frame);

      assertThat(cache.bytes()).isBetween(0L, 100_000L);
    }
  }

  /** Of few names, so that many frames differ in one thing only. */
  private byte[] profile() {
    PprofBuilder pprof = PprofBuilder.cpu(Instant.EPOCH.plusSeconds(1));
    for (int id = 1; id <= 4; id++) {
      pprof
          .raw()
          .addMapping(
              Mapping.newBuilder()
                  .setId(id)
                  .setMemoryStart(random.nextInt(3))
                  .setFilename(pprof.string(MAPPINGS.get(random.nextInt(MAPPINGS.size()))))
                  .setBuildId(pprof.string(random.nextBoolean() ? "" : "b" + random.nextInt(2))));
    }
    for (int id = 1; id <= 10; id++) {
      pprof
          .raw()
          .addFunction(
              Function.newBuilder()
                  .setId(id)
                  .setName(name(pprof))
                  .setSystemName(name(pprof))
                  .setFilename(name(pprof))
                  .setStartLine(random.nextInt(2)));
    }
    List<Long> stack = new ArrayList<>();
    for (long id = 1; id <= 40; id++) {
      Location.Builder location =
          Location.newBuilder()
              .setId(id)
              .setMappingId(random.nextInt(5))
              .setAddress(random.nextInt(5));
      for (int lines = random.nextInt(3); lines > 0; lines--) {
        location.addLine(
            Line.newBuilder()
                .setFunctionId(1 + random.nextInt(10))
                .setLine(random.nextInt(2))
                .setColumn(random.nextInt(2)));
      }
      pprof.raw().addLocation(location);
      stack.add(id);
    }
    return pprof.sampleOf(stack, List.of(1L, 1L), "a.B.c", "label").bytes();
  }

  private long name(PprofBuilder pprof) {
    return pprof.string(NAMES.get(random.nextInt(NAMES.size())));
  }

  private static void assertSame(DecodedProfile profile, DecodedProfile expected) {
    assertThat(profile.frames()).isEqualTo(expected.frames());
    assertThat(profile).usingRecursiveComparison().isEqualTo(expected);
  }

  private static DecodedProfile decode(byte[] profile, FrameCache cache) throws Exception {
    return PprofDecoder.decode(profile, LIMITS, cache, Room.UNBOUNDED);
  }
}
