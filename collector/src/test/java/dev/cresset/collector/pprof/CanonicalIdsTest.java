package dev.cresset.collector.pprof;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicalIdsTest {
  private final Random random = new Random(7);
  private final CanonicalIds ids = new CanonicalIds();

  @Test
  void aFramesIdIsTheHashOfItsPartsOneAfterTheOtherHoweverLongTheyAre() {
    for (int i = 0; i < 500; i++) {
      String function = text();
      String className = text();
      String file = text();
      int line = random.nextInt();
      FrameKind kind = FrameKind.values()[random.nextInt(FrameKind.values().length)];
      DebugInfo more =
          new DebugInfo(
              text(), random.nextInt(), random.nextInt(), text(), text(), random.nextLong());

      assertThat(ids.frame(function, className, file, line, kind, more))
          .isEqualTo(
              Hashing.xxh3_64()
                  .hashStream()
                  .putString(function)
                  .putString(className)
                  .putString(file)
                  .putInt(line)
                  .putByte((byte) kind.ordinal())
                  .putString(more.systemName())
                  .putInt(more.startLine())
                  .putInt(more.column())
                  .putString(more.mapping())
                  .putString(more.buildId())
                  .putLong(more.address())
                  .getAsLong());
    }
  }

  @Test
  void aStackTracesIdIsTheHashOfItsFramesAndTheirNumberHoweverManyThereAre() {
    for (int length = 0; length < 600; length++) {
      long[] frames = random.longs(length).toArray();

      assertThat(ids.stack(frames))
          .isEqualTo(Hashing.xxh3_64().hashStream().putLongArray(frames).getAsLong());
    }
  }

  /** Mostly short; half of them with characters that take more than a byte. */
  private String text() {
    int length = random.nextInt(random.nextInt(10) == 0 ? 1000 : 60);
    int most = random.nextBoolean() ? 128 : Character.MAX_VALUE;
    return random
        .ints(length, 0, most)
        .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
        .toString();
  }
}
