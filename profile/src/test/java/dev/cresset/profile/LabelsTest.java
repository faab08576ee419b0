package dev.cresset.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static final Labels BASE = Labels.of(Labels.THREAD, "pool-#");

  @Test
  void whatWasAskedForLastIsNotMadeAgain() {
    assertThat(BASE.with(Labels.STATE, "running")).isSameAs(BASE.with(Labels.STATE, "running"));
  }

  @Test
  void anotherNameOrValueIsNotTakenForTheLast() {
    assertThat(BASE.with(Labels.STATE, "running").asMap())
        .isEqualTo(Map.of(Labels.THREAD, "pool-#", Labels.STATE, "running"));
    assertThat(BASE.with(Labels.STATE, "sleeping").asMap())
        .isEqualTo(Map.of(Labels.THREAD, "pool-#", Labels.STATE, "sleeping"));
    assertThat(BASE.with(Labels.CLASS, "sleeping").asMap())
        .isEqualTo(Map.of(Labels.THREAD, "pool-#", Labels.CLASS, "sleeping"));
  }
}
