package dev.cresset.collector.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.SeededStore;
import dev.cresset.collector.pprof.PprofBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LabelsQueryTest {
  @RegisterExtension static final SeededStore STORE = new SeededStore();

  private static final Instant START = Instant.now().minusSeconds(60);

  @Test
  void labelsOfUploadsOfDifferentTypesAreAllThere() throws Exception {
    PprofBuilder cpu = PprofBuilder.cpu(START).sample(List.of("f"), List.of(3L, 5L), "of", "cpu");
    PprofBuilder heap =
        new PprofBuilder(START, "alloc_objects", "count", "alloc_space", "bytes")
            .sample(List.of("f"), List.of(1L, 100L), "of", "heap");
    STORE.store("cpu", "", SeededStore.origin("uploads", "1", "a"), cpu);
    STORE.store("heap", "", SeededStore.origin("uploads", "1", "a"), heap);

    assertThat(STORE.queries().labels("uploads", START.minusSeconds(1), Instant.now()))
        .containsExactly(
            new LabelSummary(
                "of",
                List.of(new LabelSummary.Value("cpu", 3), new LabelSummary.Value("heap", 1)),
                0));
  }
}
