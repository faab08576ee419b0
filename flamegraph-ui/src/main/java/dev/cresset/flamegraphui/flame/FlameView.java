package dev.cresset.flamegraphui.flame;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.shared.Registration;
import dev.cresset.collector.query.QueryException;
import dev.cresset.collector.query.Selection;
import dev.cresset.collector.query.ServiceSummary;
import dev.cresset.flamegraphui.diff.DiffView;
import dev.cresset.flamegraphui.page.EmptyGraph;
import dev.cresset.flamegraphui.page.FilterBar;
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
import dev.cresset.flamegraphui.page.TypeNames;
import dev.cresset.flamegraphui.page.TypeSelect;
import dev.cresset.flamegraphui.page.UiServices;
import dev.cresset.flamegraphui.page.Zone;
import dev.cresset.flamegraphui.services.ServicesView;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** The flame graph of a service, with the table of its functions and its values over time. */
@Route("service/:service")
public final class FlameView extends Div implements BeforeEnterObserver, HasDynamicTitle {
  @Serial private static final long serialVersionUID = 1L;

  private static final int MAX_NODES = 100_000;
  private static final Duration REFRESH = Duration.ofSeconds(10);

  private final transient UiServices services;
  private final Latest summaries;
  private final Latest labels;
  private final Latest graphs;
  private final Latest tables;
  private final Latest timelines;

  private final PageHeader header = new PageHeader();
  private final TypeSelect type = new TypeSelect(t -> change(s -> s.withType(t)));
  private final RangePicker range = new RangePicker(r -> change(s -> s.withRange(r)));
  private final FilterBar filters = new FilterBar(f -> change(s -> s.withFilter(f)));
  private final LiveToggle live = new LiveToggle(paused -> change(s -> s.withPaused(paused)));
  private final ProblemBox problem = new ProblemBox();
  private final Timeline timeline = new Timeline();
  private final FlameGraph graph = new FlameGraph();
  private final TopGrid table = new TopGrid(new TableListener());
  private final Panes panes =
      new Panes(
          graph,
          table,
          shown -> change(s -> s.withPanes(shown)),
          split -> replace(state().withSplit(split)));

  private String service = "";
  private FlameState state = FlameState.from(QueryParameters.empty());

  /** Of the service, oldest first. */
  private List<String> releases = List.of();

  /** Draws the last series again, for when the releases become known after it. */
  private transient Runnable drawTimeline = () -> {};

  private Registration refreshing = () -> {};

  public FlameView(UiServices services) {
    this.services = services;
    summaries = new Latest(services.runner());
    labels = new Latest(services.runner());
    graphs = new Latest(services.runner());
    tables = new Latest(services.runner());
    timelines = new Latest(services.runner());
    setClassName("page flame-page");
    graph.add(new EmptyGraph());
    graph.addViewListener(() -> changeGraph(graph.getView()));
    graph.addShowInTableListener(e -> showInTable(e.function()));
    timeline.addBrushListener(e -> change(s -> s.withRange(e.range())));
    add(header, controls(), problem, timeline, panes);
  }

  private Div controls() {
    Div spring = new Div();
    spring.setClassName("spring");
    Div controls = new Div(type, range, filters, spring, live, panes.choice());
    controls.setClassName("controls");
    return controls;
  }

  // --- The link and the page.

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    String entered = ServiceAddress.entered(event);
    FlameState linked = FlameState.from(event.getLocation().getQueryParameters());
    boolean other = !entered.equals(service);
    service = entered;
    if (other) {
      header.show(ServicesView.class, service);
      header.addCurrentTab("Flame graph");
      header.addTab("Compare releases", DiffView.class, service, QueryParameters.empty());
    }
    show(linked, other || !linked.asksTheSameAs(state));
  }

  @Override
  public String getPageTitle() {
    return service + " · " + TypeNames.of(state.type()) + " · Cresset";
  }

  private FlameState state() {
    return state;
  }

  /** Goes to another state, with a step in the history that leads back. */
  private void change(UnaryOperator<FlameState> change) {
    FlameState next = change.apply(state);
    if (!next.equals(state)) {
      show(next, !next.asksTheSameAs(state));
      History.push(UI.getCurrent(), path(), state.toParameters());
    }
  }

  private void replace(FlameState next) {
    state = next;
    History.replace(UI.getCurrent(), path(), state.toParameters());
  }

  /** What the reader did in the graph is shown there already. */
  private void changeGraph(GraphView view) {
    if (view.equals(state.graph())) {
      return;
    }
    boolean typing = view.differsOnlyInSearch(state.graph());
    table.highlight(view.highlight(), false);
    if (typing) {
      replace(state.withGraph(view));
    } else {
      state = state.withGraph(view);
      History.push(UI.getCurrent(), path(), state.toParameters());
    }
  }

  private void show(FlameState next, boolean ask) {
    state = next;
    live.show(state.range().isLive(), state.paused());
    panes.show(state.panes(), state.split());
    graph.setView(state.graph());
    table.show(state.table());
    table.highlight(state.graph().highlight(), false);
    if (ask) {
      problem.clear();
      ask();
    }
  }

  private List<String> path() {
    return ServiceAddress.path(service);
  }

  // --- The questions and their answers.

  private void ask() {
    UI ui = UI.getCurrent();
    Instant now = services.clock().instant();
    try {
      range.show(state.range(), now, Zone.of(ui));
      ask(ui, state, now);
    } catch (QueryException e) {
      showProblem(e);
    }
  }

  private void ask(UI ui, FlameState asked, Instant now) {
    TimeRange.Resolved resolved = asked.range().at(now);
    Selection selection = asked.selection(service, resolved);
    Duration step = Timeline.stepFor(resolved.length());
    // A bucket cut off by the range would look like a drop.
    Selection whole = asked.selection(service, resolved.wholeSteps(step));
    addClassName("busy");
    summaries.ask(
        ui,
        () -> ServiceLookup.find(services.queries(), service),
        found -> showService(asked, found),
        this::showProblem);
    labels.ask(
        ui,
        () -> services.queries().labels(service, resolved.from(), resolved.to()),
        filters::showLabels,
        this::showProblem);
    // Encoded where the query ran, not where the page is locked.
    graphs.ask(
        ui,
        () -> ProfileEncoder.encode(services.queries().flameGraph(selection, MAX_NODES)),
        this::showGraph,
        this::showProblem);
    tables.ask(ui, () -> services.queries().top(selection), table::show, this::showProblem);
    timelines.ask(
        ui,
        () -> services.queries().series(whole, step),
        series -> {
          drawTimeline = () -> timeline.setSeries(asked.type(), series, resolved, now, releases);
          drawTimeline.run();
        },
        this::showProblem);
  }

  private void showService(FlameState asked, ServiceSummary found) {
    List<String> known =
        found.releases().reversed().stream().map(ServiceSummary.Release::release).toList();
    if (!known.equals(releases)) {
      releases = known;
      drawTimeline.run();
    }
    filters.show(asked.filter(), found);
    type.show(found.types(), asked.type());
  }

  private void showGraph(byte[] data) {
    removeClassName("busy");
    problem.clear();
    graph.setData(data);
  }

  private void showProblem(QueryException e) {
    removeClassName("busy");
    problem.show(e);
  }

  private void showInTable(String function) {
    change(s -> {
      FlameState next =
          s.withGraph(s.graph().withHighlight(function)).withTable(s.table().withFilter(""));
      return s.panes().equals("graph") ? next.withPanes("both") : next;
    });
    table.highlight(function, true);
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
    if (state.range().isLive() && !state.paused() && !graphs.isBusy()) {
      ask();
    }
  }

  private final class TableListener implements TopGrid.Listener {
    @Override
    public void onTable(TableView view) {
      change(s -> s.withTable(view));
    }

    @Override
    public void onFunction(String function) {
      String next = state.graph().highlight().equals(function) ? "" : function;
      change(s -> s.withGraph(s.graph().withHighlight(next)));
    }
  }
}
