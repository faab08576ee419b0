package dev.cresset.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CressetTest {
  @Test
  void withoutTheAgentTheCodeRunsAndNothingElseHappens() throws Exception {
    List<String> ran = new ArrayList<>();

    Cresset.label("job", "report", () -> ran.add("once"));

    assertThat(ran).containsExactly("once");
    assertThat(Cresset.call("job", "report", () -> "answer")).isEqualTo("answer");
  }

  @Test
  void whatTheCodeThrowsIsThrownOn() {
    assertThatThrownBy(() ->
            Cresset.call(
                "job",
                "report",
                () -> {
                  throw new IOException("disk full");
                }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
  }
}
