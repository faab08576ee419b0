package dev.cresset.collector.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.pprof.DecodedProfile;
import dev.cresset.collector.pprof.Frame;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReferencesTest {
  private final References references = new References();
  private final DecodedProfile first = profile(1, 2);
  private final DecodedProfile second = profile(2, 3);

  @Test
  void nothingIsKnownToBeStoredAtFirst() {
    assertThat(references.unstored(first)).isEqualTo(first);
  }

  @Test
  void nothingButItsSamplesIsLeftOfAProfileWhoseStackTracesAndLabelsAreStored() {
    store(1L, 2L);

    DecodedProfile left = references.unstored(first);

    assertThat(left).isEqualTo(first.with(List.of(), List.of(), List.of()));
    assertThat(left.weight()).isLessThan(first.weight());
  }

  @Test
  void whatIsNewStaysWithTheFramesOfItsStackTraces() {
    store(1L, 2L);

    DecodedProfile left = references.unstored(second);

    assertThat(left.stacks()).extracting(DecodedProfile.Stack::id).containsExactly(3L);
    assertThat(left.frames()).extracting(Frame::id).containsExactly(3L);
    assertThat(left.labelSets()).extracting(DecodedProfile.LabelSet::id).containsExactly(3L);
    assertThat(left.stackIds()).containsExactly(2, 3);
  }

  @Test
  void framesOfWhichOnlyTheStackTraceIsNewAreNotWrittenAgain() {
    references.addFrames(Set.of(1L, 2L));

    assertThat(references.unstored(first).stacks()).hasSize(2);
    assertThat(references.unstored(first).frames()).isEmpty();
  }

  private void store(Long... ids) {
    references.addFrames(Set.of(ids));
    references.addStacks(Set.of(ids));
    references.addLabelSets(Set.of(ids));
  }

  private static DecodedProfile profile(long... ids) {
    return Profiles.of("id", "shop", "i", Instant.EPOCH, "cpu", ids, ids, ids).content();
  }
}
