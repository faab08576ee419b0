package dev.cresset.flamegraphui.diff;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.cresset.collector.query.QueryException;
import dev.cresset.collector.query.ReleaseDiff;
import dev.cresset.collector.query.Selection;
import dev.cresset.collector.query.ServiceSummary;
import dev.cresset.flamegraphui.flame.FlameView;
import dev.cresset.flamegraphui.flame.GraphPage;
import dev.cresset.flamegraphui.flame.ProfileEncoder;
import dev.cresset.flamegraphui.page.Latest;
import dev.cresset.flamegraphui.page.PageHeader;
import dev.cresset.flamegraphui.page.RangePicker;
import dev.cresset.flamegraphui.page.ServiceAddress;
import dev.cresset.flamegraphui.page.ServiceLookup;
import dev.cresset.flamegraphui.page.TimeRange;
import dev.cresset.flamegraphui.page.TypeSelect;
import dev.cresset.flamegraphui.page.UiServices;
import dev.cresset.flamegraphui.page.Zone;
import dev.cresset.flamegraphui.services.ServicesView;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Two releases of a service compared: what changed, by how much, and how sure that is. */
@Route("service/:service/diff")
public final class DiffView extends GraphPage<DiffState> {
  @Serial private static final long serialVersionUID = 1L;

  private static final int MAX_NODES = 100_000;
  private static final Duration REFRESH = Duration.ofSeconds(20);

  /** A comparison with the bytes that the browser gets of it. */
  private record Answer(ReleaseDiff diff, byte[] bytes) {}

  private final Latest summaries;
  private final Latest labels;
  private final Latest diffs;

  private final TypeSelect type = new TypeSelect(t -> change(s -> s.withType(t)));
  private final RangePicker range = new RangePicker(r -> change(s -> s.withRange(r)));
  private final SideCard base =
      new SideCard("Base", side -> change(s -> s.withSides(side, s.target())));
  private final SideCard target =
      new SideCard("Target", side -> change(s -> s.withSides(s.base(), side)));
  private final Paragraph summary = new Paragraph();
  private final ChangesGrid changes = new ChangesGrid(new ChangesListener());

  public DiffView(UiServices services) {
    super(services, REFRESH, DiffState.from(QueryParameters.empty()));
    summaries = new Latest(services.runner());
    labels = new Latest(services.runner());
    diffs = new Latest(services.runner());
    setClassName("page diff-page");
    summary.setClassName("summary");
    summary.getElement().setAttribute("role", "status");
    layOut(List.of(type, range), List.of(sides(), summary, problem()), changes);
  }

  private Div sides() {
    NativeButton swap = new NativeButton("⇄", e -> change(DiffState::swapped));
    swap.setClassName("swap");
    swap.setTitle("Swap base and target");
    swap.setAriaLabel("Swap base and target");
    Div sides = new Div(base, swap, target);
    sides.setClassName("sides");
    return sides;
  }

  @Override
  protected DiffState linked(QueryParameters parameters) {
    return DiffState.from(parameters);
  }

  @Override
  protected void showHeader(PageHeader shown) {
    shown.show(ServicesView.class, service());
    shown.addTab("Flame graph", FlameView.class, service(), QueryParameters.empty());
    shown.addCurrentTab("Compare releases");
  }

  @Override
  public String getPageTitle() {
    return service() + " · releases compared · Cresset";
  }

  @Override
  protected List<String> path() {
    return ServiceAddress.path(service(), "diff");
  }

  @Override
  protected void showTable(DiffState shown) {
    changes.show(shown.changes());
  }

  @Override
  protected void highlight(String function, boolean reveal) {
    changes.highlight(function, reveal);
  }

  @Override
  protected DiffState withWholeTable(DiffState shown) {
    return shown.withChanges(shown.changes().withFilter("").withOnly("all"));
  }

  @Override
  protected void ask() {
    UI ui = UI.getCurrent();
    summaries.ask(
        ui,
        () -> ServiceLookup.find(services().queries(), service()),
        found -> showService(ui, found),
        this::showProblem);
  }

  private void showService(UI ui, ServiceSummary found) {
    if (state().isUndecided()) {
      state().withNewest(found, services().clock().instant()).ifPresent(this::replace);
    }
    type.show(found.types(), state().type());
    try {
      compare(ui, found);
    } catch (QueryException e) {
      showProblem(e);
    }
  }

  private void compare(UI ui, ServiceSummary found) {
    Instant now = services().clock().instant();
    ZoneId zone = Zone.of(ui);
    Selection before = state().base().selection(service(), state().type(), state().range(), now);
    Selection after = state().target().selection(service(), state().type(), state().range(), now);
    range.show(state().range(), now, zone);
    base.show(state().base(), state().range(), now, zone);
    target.show(state().target(), state().range(), now, zone);
    base.showService(found);
    target.showService(found);
    if (before.equals(after)) {
      throw new QueryException(
          QueryException.Reason.INVALID,
          "Both sides are the same. Choose another release or range for one of them.");
    }
    askLabels(ui, state().range().at(now));
    showBusy();
    diffs.ask(
        ui,
        () -> {
          ReleaseDiff diff = services().queries().diff(before, after, MAX_NODES);
          return new Answer(diff, ProfileEncoder.encode(diff));
        },
        this::showDiff,
        this::showProblem);
  }

  private void askLabels(UI ui, TimeRange.Resolved resolved) {
    labels.ask(
        ui,
        () -> services().queries().labels(service(), resolved.from(), resolved.to()),
        found -> {
          base.showLabels(found);
          target.showLabels(found);
        },
        this::showProblem);
  }

  private void showDiff(Answer answer) {
    ReleaseDiff diff = answer.diff();
    summary.setText(Wording.summary(diff));
    base.showFacts(diff.base(), diff.unit());
    target.showFacts(diff.target(), diff.unit());
    changes.show(diff.changes());
    showGraph(answer.bytes());
  }

  @Override
  protected boolean isBusy() {
    return diffs.isBusy();
  }

  private final class ChangesListener implements ChangesGrid.Listener {
    @Override
    public void onChanges(ChangesView view) {
      change(s -> s.withChanges(view));
    }

    @Override
    public void onFunction(String function) {
      toggleHighlight(function);
    }
  }
}
