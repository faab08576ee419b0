package dev.cresset.collector.pprof;

import static dev.cresset.collector.pprof.Decoding.decode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.protocol.pprof.Line;
import dev.cresset.protocol.pprof.Location;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is no sound profile. */
class PprofRefusalsTest {
  private static final Instant START = Instant.parse("2026-11-20T10:15:30.123456789Z");

  @Test
  void refusesWhatIsNoProfile() {
    assertRefused(() -> decode(new byte[0]), "no pprof profile");
    assertRefused(() -> decode("<html>nope</html>".getBytes(StandardCharsets.UTF_8)), "no pprof");
    assertRefused(() -> decode(PprofBuilder.gzip(new byte[] {1, 2, 3})), "no pprof profile");
    byte[] zip = {0x1f, (byte) 0x8b, 8, 0, 0};
    assertRefused(() -> decode(zip), "cannot be unpacked");
  }

  @Test
  void refusesEveryProfileThatIsCutShortOrReadsIt() throws PprofException {
    byte[] whole =
        PprofBuilder.cpu(START)
            .sample(List.of("a.B.c", "a.B.d"), List.of(1L, 1L), "k", "v")
            .bytes();
    byte[] packed = PprofBuilder.gzip(whole);
    for (int length = 0; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> decode(cut))
          .isInstanceOf(PprofException.class)
          .hasMessageNotContaining("null");
    }
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] = (byte) random.nextInt();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        decode(damaged);
      } catch (PprofException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void refusesWhatRefersToNothing() {
    assertRefused(
        () -> decode(PprofBuilder.cpu(START).sampleOf(List.of(9L), List.of(1L, 1L)).bytes()),
        "There is no location with the id 9");
    assertRefused(
        () -> {
          PprofBuilder pprof = PprofBuilder.cpu(START);
          pprof
              .raw()
              .addLocation(
                  Location.newBuilder().setId(1).addLine(Line.newBuilder().setFunctionId(3)));
          decode(pprof.sampleOf(List.of(1L), List.of(1L, 1L)).bytes());
        },
        "There is no function with the id 3");
    assertRefused(
        () -> {
          PprofBuilder pprof = PprofBuilder.cpu(START);
          pprof.raw().addComment(99);
          decode(pprof.bytes());
        },
        "There is no string 99");
  }

  @Test
  void refusesValuesThatCannotBe() {
    assertRefused(
        () -> decode(PprofBuilder.cpu(START).sample(List.of("a.B.c"), List.of(1L, -5L)).bytes()),
        "negative value -5 of cpu");
    assertRefused(
        () -> decode(PprofBuilder.cpu(START).sample(List.of("a.B.c"), List.of(1L)).bytes()),
        "A sample has 1 values, but the profile has 2 sample types");
    assertRefused(
        () ->
            decode(
                PprofBuilder.cpu(START)
                    .sample(List.of("a.B.c"), List.of(1L, 1L << 52))
                    .sample(List.of("a.B.d"), List.of(1L, (1L << 52) + 1))
                    .bytes()),
        "The values of cpu add up to more than");
    assertRefused(
        () -> {
          PprofBuilder pprof = PprofBuilder.cpu(START);
          pprof.raw().setTimeNanos(0);
          decode(pprof.bytes());
        },
        "does not say when it was taken");
    assertRefused(
        () -> decode(new PprofBuilder(START, "cpu", "nanoseconds", "cpu", "count").bytes()),
        "different names");
  }

  @Test
  void doesNotFollowGroupsWithinGroups() {
    byte[] groups = new byte[100_000];
    for (int i = 0; i < groups.length; i += 2) {
      groups[i] = (byte) 0x9b;
      groups[i + 1] = 6;
    }
    assertRefused(() -> decode(groups), "This is no pprof profile");
  }

  private static void assertRefused(ThrowingCallable decoding, String message) {
    assertThatThrownBy(decoding)
        .isInstanceOf(PprofException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((PprofException) e).limit())
        .isEqualTo("");
  }
}
