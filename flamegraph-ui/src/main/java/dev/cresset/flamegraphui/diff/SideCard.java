package dev.cresset.flamegraphui.diff;

import com.vaadin.flow.component.Composite;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import dev.cresset.collector.query.LabelSummary;
import dev.cresset.collector.query.ReleaseDiff;
import dev.cresset.collector.query.ServiceSummary;
import dev.cresset.flamegraphui.page.FilterBar;
import dev.cresset.flamegraphui.page.RangePicker;
import dev.cresset.flamegraphui.page.TimeRange;
import dev.cresset.flamegraphui.page.Units;
import java.io.Serial;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Says which side this is and what it is made of, and lets both be changed. */
final class SideCard extends Composite<Section> {
  @Serial private static final long serialVersionUID = 1L;

  private final Span name = new Span();
  private final Div facts = new Div();
  private final FilterBar filters;
  private final RangePicker range;
  private Side side = Side.NONE;

  /**
   * @param role "Base" or "Target"
   */
  SideCard(String role, Consumer<Side> onChange) {
    filters = new FilterBar(filter -> onChange.accept(side.withFilter(filter)));
    range = new RangePicker(chosen -> onChange.accept(side.withRange(Optional.of(chosen))));
    Span badge = new Span(role);
    badge.setClassName("badge");
    name.setClassName("name");
    facts.setClassName("facts");
    Div title = new Div(badge, name, facts);
    title.setClassName("title");
    Div controls = new Div(filters, range);
    controls.setClassName("side-controls");
    getContent().setClassName("side-card " + role.toLowerCase(java.util.Locale.ROOT));
    getContent().getElement().setAttribute("aria-label", role);
    getContent().add(title, controls);
  }

  void show(Side shown, TimeRange both, Instant now, ZoneId zone) {
    side = shown;
    name.setText(shown.name());
    range.show(shown.range().orElse(both), now, zone);
  }

  void showService(ServiceSummary service) {
    filters.show(side.filter(), service);
  }

  void showLabels(List<LabelSummary> labels) {
    filters.showLabels(labels);
  }

  void showFacts(ReleaseDiff.Side facts, String unit) {
    double seconds = facts.profiledNanos() / 1e9;
    String type = facts.selection().type();
    String rate =
        seconds == 0
            ? ""
            : " · " + Units.rate(facts.total() / seconds, type, unit) + " per instance";
    String compared =
        facts.profiledNanos() < facts.allProfiledNanos()
            ? " of %s, which is enough to compare"
                .formatted(Units.value(facts.allProfiledNanos(), "nanoseconds"))
            : "";
    this.facts.setText(
        "%s%s · %s samples · %s %s · %s profiled%s"
            .formatted(
                Units.value(facts.total(), unit),
                rate,
                Units.grouped(facts.samples()),
                Units.grouped(facts.instances()),
                facts.instances() == 1 ? "instance" : "instances",
                Units.value(facts.profiledNanos(), "nanoseconds"),
                compared));
  }
}
