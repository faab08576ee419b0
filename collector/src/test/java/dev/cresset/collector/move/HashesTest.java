package dev.cresset.collector.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HashesTest {
  @Test
  void thoseThatTheOthersDoNotHaveAreCounted() throws Exception {
    assertThat(hashes(1, 3, -2).missingIn(hashes(1, 2, 3, -5, -2, -1))).isZero();
    assertThat(hashes(1, 3, -2).missingIn(hashes(2, 3))).isEqualTo(2);
    assertThat(hashes().missingIn(hashes(1))).isZero();
    assertThat(hashes(1, 2).missingIn(hashes())).isEqualTo(2);
  }

  @Test
  void thereMayBeMoreOfThemThanFitIntoMemoryAtOnce() throws Exception {
    long[] all = new Random(1).longs(50_000).map(x -> x >>> 1).sorted().toArray();
    long[] some =
        LongStream.range(0, all.length).filter(i -> i % 5 != 0).map(i -> all[(int) i]).toArray();

    assertThat(hashes(all).missingIn(hashes(some))).isEqualTo(10_000);
    assertThat(hashes(some).missingIn(hashes(all))).isZero();
  }

  @Test
  void oneThatIsCutShortIsNotTakenForTheEnd() {
    assertThatThrownBy(() -> new Hashes(new ByteArrayInputStream(new byte[12])).missingIn(hashes()))
        .isInstanceOf(EOFException.class);
  }

  private static Hashes hashes(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putLong(value);
    }
    return new Hashes(new ByteArrayInputStream(bytes.array()));
  }
}
