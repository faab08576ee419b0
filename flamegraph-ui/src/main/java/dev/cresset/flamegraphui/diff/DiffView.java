package dev.cresset.flamegraphui.diff;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.shared.Registration;
import dev.cresset.collector.query.QueryException;
import dev.cresset.collector.query.ReleaseDiff;
import dev.cresset.collector.query.Selection;
import dev.cresset.collector.query.ServiceSummary;
import dev.cresset.flamegraphui.flame.FlameGraph;
import dev.cresset.flamegraphui.flame.FlameView;
import dev.cresset.flamegraphui.flame.GraphView;
import dev.cresset.flamegraphui.flame.ProfileEncoder;
import dev.cresset.flamegraphui.page.EmptyGraph;
import dev.cresset.flamegraphui.page.History;
import dev.cresset.flamegraphui.page.Latest;
import dev.cresset.flamegraphui.page.LiveToggle;
import dev.cresset.flamegraphui.page.PageHeader;
import dev.cresset.flamegraphui.page.Panes;
import dev.cresset.flamegraphui.page.ProblemBox;
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
import java.util.function.UnaryOperator;

/** Two releases of a service compared: what changed, by how much, and how sure that is. */
@Route("service/:service/diff")
public final class DiffView extends Div implements BeforeEnterObserver, HasDynamicTitle {
  @Serial private static final long serialVersionUID = 1L;

  private static final int MAX_NODES = 100_000;
  private static final Duration REFRESH = Duration.ofSeconds(20);

  /** A comparison with the bytes that the browser gets of it. */
  private record Answer(ReleaseDiff diff, byte[] bytes) {}

  private final transient UiServices services;
  private final Latest summaries;
  private final Latest labels;
  private final Latest diffs;

  private final PageHeader header = new PageHeader();
  private final TypeSelect type = new TypeSelect(t -> change(s -> s.withType(t)));
  private final RangePicker range = new RangePicker(r -> change(s -> s.withRange(r)));
  private final LiveToggle live = new LiveToggle(paused -> change(s -> s.withPaused(paused)));
  private final SideCard base =
      new SideCard("Base", side -> change(s -> s.withSides(side, s.target())));
  private final SideCard target =
      new SideCard("Target", side -> change(s -> s.withSides(s.base(), side)));
  private final Paragraph summary = new Paragraph();
  private final ProblemBox problem = new ProblemBox();
  private final FlameGraph graph = new FlameGraph();
  private final ChangesGrid changes = new ChangesGrid(new ChangesListener());
  private final Panes panes =
      new Panes(
          graph,
          changes,
          shown -> change(s -> s.withPanes(shown)),
          split -> replace(state().withSplit(split)));

  private String service = "";
  private DiffState state = DiffState.from(QueryParameters.empty());
  private Registration refreshing = () -> {};

  public DiffView(UiServices services) {
    this.services = services;
    summaries = new Latest(services.runner());
    labels = new Latest(services.runner());
    diffs = new Latest(services.runner());
    setClassName("page diff-page");
    summary.setClassName("summary");
    summary.getElement().setAttribute("role", "status");
    graph.add(new EmptyGraph());
    graph.addViewListener(() -> changeGraph(graph.getView()));
    graph.addShowInTableListener(e -> showInTable(e.function()));
    add(header, controls(), sides(), summary, problem, panes);
  }

  private Div controls() {
    Div spring = new Div();
    spring.setClassName("spring");
    Div controls = new Div(type, range, spring, live, panes.choice());
    controls.setClassName("controls");
    return controls;
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

  // --- The link and the page.

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    String entered = ServiceAddress.entered(event);
    DiffState linked = DiffState.from(event.getLocation().getQueryParameters());
    boolean other = !entered.equals(service);
    service = entered;
    if (other) {
      header.show(ServicesView.class, service);
      header.addTab("Flame graph", FlameView.class, service, QueryParameters.empty());
      header.addCurrentTab("Compare releases");
    }
    show(linked, other || !linked.asksTheSameAs(state));
  }

  @Override
  public String getPageTitle() {
    return service + " · releases compared · Cresset";
  }

  private DiffState state() {
    return state;
  }

  private void change(UnaryOperator<DiffState> change) {
    DiffState next = change.apply(state);
    if (!next.equals(state)) {
      show(next, !next.asksTheSameAs(state));
      History.push(UI.getCurrent(), path(), state.toParameters());
    }
  }

  private void replace(DiffState next) {
    state = next;
    History.replace(UI.getCurrent(), path(), state.toParameters());
  }

  private void changeGraph(GraphView view) {
    if (view.equals(state.graph())) {
      return;
    }
    boolean typing = view.differsOnlyInSearch(state.graph());
    changes.highlight(view.highlight(), false);
    if (typing) {
      replace(state.withGraph(view));
    } else {
      state = state.withGraph(view);
      History.push(UI.getCurrent(), path(), state.toParameters());
    }
  }

  private void show(DiffState next, boolean ask) {
    state = next;
    live.show(state.canBeLive(), state.paused());
    panes.show(state.panes(), state.split());
    graph.setView(state.graph());
    changes.show(state.changes());
    changes.highlight(state.graph().highlight(), false);
    if (ask) {
      problem.clear();
      ask();
    }
  }

  private List<String> path() {
    return ServiceAddress.path(service, "diff");
  }

  // --- The questions and their answers.

  private void ask() {
    UI ui = UI.getCurrent();
    summaries.ask(
        ui,
        () -> ServiceLookup.find(services.queries(), service),
        found -> showService(ui, found),
        this::showProblem);
  }

  private void showService(UI ui, ServiceSummary found) {
    if (state.isUndecided()) {
      state.withNewest(found, services.clock().instant()).ifPresent(this::replace);
    }
    type.show(found.types(), state.type());
    try {
      compare(ui, found);
    } catch (QueryException e) {
      showProblem(e);
    }
  }

  private void compare(UI ui, ServiceSummary found) {
    Instant now = services.clock().instant();
    ZoneId zone = Zone.of(ui);
    Selection before = state.base().selection(service, state.type(), state.range(), now);
    Selection after = state.target().selection(service, state.type(), state.range(), now);
    range.show(state.range(), now, zone);
    base.show(state.base(), state.range(), now, zone);
    target.show(state.target(), state.range(), now, zone);
    base.showService(found);
    target.showService(found);
    if (before.equals(after)) {
      throw new QueryException(
          QueryException.Reason.INVALID,
          "Both sides are the same. Choose another release or range for one of them.");
    }
    askLabels(ui, state.range().at(now));
    addClassName("busy");
    diffs.ask(
        ui,
        () -> {
          ReleaseDiff diff = services.queries().diff(before, after, MAX_NODES);
          return new Answer(diff, ProfileEncoder.encode(diff));
        },
        this::showDiff,
        this::showProblem);
  }

  private void askLabels(UI ui, TimeRange.Resolved resolved) {
    labels.ask(
        ui,
        () -> services.queries().labels(service, resolved.from(), resolved.to()),
        found -> {
          base.showLabels(found);
          target.showLabels(found);
        },
        this::showProblem);
  }

  private void showDiff(Answer answer) {
    removeClassName("busy");
    problem.clear();
    ReleaseDiff diff = answer.diff();
    summary.setText(Wording.summary(diff));
    base.showFacts(diff.base(), diff.unit());
    target.showFacts(diff.target(), diff.unit());
    graph.setData(answer.bytes());
    changes.show(diff.changes());
  }

  private void showProblem(QueryException e) {
    removeClassName("busy");
    problem.show(e);
  }

  private void showInTable(String function) {
    change(s -> {
      ChangesView all = s.changes().withFilter("").withOnly("all");
      DiffState next = s.withGraph(s.graph().withHighlight(function)).withChanges(all);
      return s.panes().equals("graph") ? next.withPanes("both") : next;
    });
    changes.highlight(function, true);
  }

  // --- New data by itself.

  @Override
  protected void onAttach(AttachEvent event) {
    refreshing = services.runner().every(REFRESH, event.getUI(), this::refresh);
  }

  @Override
  protected void onDetach(DetachEvent event) {
    refreshing.remove();
  }

  private void refresh() {
    if (state.isLive() && !diffs.isBusy()) {
      ask();
    }
  }

  private final class ChangesListener implements ChangesGrid.Listener {
    @Override
    public void onChanges(ChangesView view) {
      change(s -> s.withChanges(view));
    }

    @Override
    public void onFunction(String function) {
      String next = state.graph().highlight().equals(function) ? "" : function;
      change(s -> s.withGraph(s.graph().withHighlight(next)));
    }
  }
}
