package dev.cresset.flamegraphui.flame;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.router.QueryParameters;
import org.junit.jupiter.api.Test;

class FlameStateTest {
  @Test
  void aLinkKeepsEverythingThatCanBeChosen() {
    String link =
        "type=alloc_space&from=now-7d&to=now-1d&release=1.0&environment=e&instance=i&label.thread=a%26b"
            + "&q=x%2By&zoom=0123456789abcdef&highlight=a.B.c&direction=up&root=bottom&colour=kind"
            + "&view=graph&split=40&sort=total&order=asc&filter=acme&live=off";
    FlameState state = FlameState.from(QueryParameters.fromString(link));
    assertThat(FlameState.from(state.toParameters())).isEqualTo(state);
    assertThat(state.toParameters().getParameters())
        .isEqualTo(QueryParameters.fromString(link).getParameters());
  }

  @Test
  void whatALinkCannotMeanBecomesTheDefault() {
    FlameState state =
        FlameState.from(
            QueryParameters.fromString("view=<b>&colour=zzz&split=900&sort=;drop&width=1"));
    assertThat(state).isEqualTo(FlameState.from(QueryParameters.empty()));
  }

  @Test
  void onlyTypeRangeAndFilterAskForOtherSamples() {
    FlameState state = FlameState.from(QueryParameters.empty());
    assertThat(state.withPanes("table").asksTheSameAs(state)).isTrue();
    assertThat(state.withType("wall").asksTheSameAs(state)).isFalse();
  }
}
