package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopTableBuilderTest {
  private final TopTableBuilder builder = new TopTableBuilder();

  @Test
  void recursionCountsOnce() {
    builder.add(Stacks.of("f", "g", "f", "main"), 10, 2);
    builder.add(Stacks.of("g", "main"), 5, 1);

    assertThat(builder.build("bytes"))
        .isEqualTo(
            new TopTable(
                "bytes",
                15,
                List.of(
                    new TopTable.Row("f", FrameKind.JAVA, 10, 10, 2),
                    new TopTable.Row("g", FrameKind.JAVA, 5, 15, 3),
                    new TopTable.Row("main", FrameKind.JAVA, 0, 15, 3))));
  }

  @Test
  void thereIsARowForEveryFunctionHoweverMany() {
    IntStream.range(0, 5000).forEach(i -> builder.add(Stacks.of("f" + i, "main"), 1, 1));

    TopTable table = builder.build("count");

    assertThat(table.rows()).hasSize(5001);
    assertThat(table.rows().stream().mapToLong(TopTable.Row::self).sum()).isEqualTo(5000);
  }
}
