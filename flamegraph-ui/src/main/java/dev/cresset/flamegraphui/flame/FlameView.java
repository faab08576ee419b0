package dev.cresset.flamegraphui.flame;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.splitlayout.SplitLayout;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.shared.Registration;
import dev.cresset.collector.query.FlameTree;
import dev.cresset.collector.query.QueryException;
import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.query.Selection;
import dev.cresset.collector.query.Series;
import dev.cresset.collector.query.ServiceSummary;
import dev.cresset.flamegraphui.page.FilterBar;
import dev.cresset.flamegraphui.page.Latest;
import dev.cresset.flamegraphui.page.PageHeader;
import dev.cresset.flamegraphui.page.ProblemBox;
import dev.cresset.flamegraphui.page.RangePicker;
import dev.cresset.flamegraphui.page.TimeRange;
import dev.cresset.flamegraphui.page.TypeNames;
import dev.cresset.flamegraphui.page.UiServices;
import dev.cresset.flamegraphui.services.ServicesView;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
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
  private final Select<ServiceSummary.Type> type = new Select<>();
  private final RangePicker range = new RangePicker(r -> change(s -> s.withRange(r)));
  private final FilterBar filters = new FilterBar(f -> change(s -> s.withFilter(f)));
  private final LiveToggle live = new LiveToggle(paused -> change(s -> s.withPaused(paused)));
  private final PaneSwitch panes = new PaneSwitch(p -> change(s -> s.withPanes(p)));
  private final ProblemBox problem = new ProblemBox();
  private final Timeline timeline = new Timeline();
  private final FlameGraph graph = new FlameGraph();
  private final TopGrid table = new TopGrid(new TableListener());
  private final SplitLayout split = new SplitLayout(graph, table);

  private String service = "";
  private FlameState state = FlameState.from(com.vaadin.flow.router.QueryParameters.empty());
  private Registration refreshing = () -> {};

  public FlameView(UiServices services) {
    this.services = services;
    summaries = new Latest(services.runner());
    labels = new Latest(services.runner());
    graphs = new Latest(services.runner());
    tables = new Latest(services.runner());
    timelines = new Latest(services.runner());
    setClassName("page flame-page");
    header.setHome(ServicesView.class);
    add(header, controls(), problem, timeline, split);
    graph.add(new EmptyGraph());
    wire();
  }

  private Div controls() {
    type.setItemLabelGenerator(t -> TypeNames.of(t.type()));
    type.setAriaLabel("What to show");
    type.setClassName("type");
    Div spring = new Div();
    spring.setClassName("spring");
    Div controls = new Div(type, range, filters, spring, live, panes);
    controls.setClassName("controls");
    return controls;
  }

  private void wire() {
    type.addValueChangeListener(e -> {
      if (e.isFromClient() && e.getValue() != null) {
        change(s -> s.withType(e.getValue().type()));
      }
    });
    timeline.addBrushListener(e -> change(s -> s.withRange(e.range())));
    graph.addViewListener(() -> changeGraph(graph.getView()));
    graph.addShowInTableListener(e -> showInTable(e.function()));
    split.addSplitterDragEndListener(e -> changeSplit());
  }

  // --- The link and the page.

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    String entered = event.getRouteParameters().get("service").orElse("");
    FlameState linked = FlameState.from(event.getLocation().getQueryParameters());
    if (!entered.equals(service)) {
      service = entered;
      showHeader();
      show(linked, true);
    } else {
      show(linked, !linked.asksTheSameAs(state));
    }
  }

  @Override
  public String getPageTitle() {
    return service + " · " + TypeNames.of(state.type()) + " · Cresset";
  }

  /** Goes to another state, with a step in the history that leads back. */
  private void change(UnaryOperator<FlameState> change) {
    FlameState next = change.apply(state);
    if (!next.equals(state)) {
      boolean ask = !next.asksTheSameAs(state);
      show(next, ask);
      history().pushState(null, location());
    }
  }

  private void changeGraph(GraphView view) {
    if (view.equals(state.graph())) {
      return;
    }
    boolean typing = view.differsOnlyInSearch(state.graph());
    state = state.withGraph(view);
    table.highlight(view.highlight(), false);
    if (typing) {
      history().replaceState(null, location());
    } else {
      history().pushState(null, location());
    }
  }

  private void changeSplit() {
    state = state.withSplit((int) Math.round(split.getSplitterPosition()));
    history().replaceState(null, location());
  }

  private void show(FlameState next, boolean ask) {
    state = next;
    live.show(state.range().isLive(), state.paused());
    panes.show(state.panes());
    split.setClassName("panes " + state.panes());
    split.setSplitterPosition(state.split());
    graph.setView(state.graph());
    table.show(state.table());
    table.highlight(state.graph().highlight(), false);
    if (ask) {
      problem.clear();
      ask();
    }
  }

  private com.vaadin.flow.component.page.History history() {
    return UI.getCurrent().getPage().getHistory();
  }

  private Location location() {
    return new Location(List.of("service", service), state.toParameters());
  }

  private void showHeader() {
    header.setHome(ServicesView.class);
    header.setService(service);
  }

  // --- The questions and their answers.

  private void ask() {
    UI ui = UI.getCurrent();
    TimeRange.Resolved resolved;
    try {
      Instant now = services.clock().instant();
      resolved = state.range().at(now);
      range.show(state.range(), now, zone(ui));
    } catch (QueryException e) {
      showProblem(e);
      return;
    }
    FlameState asked = state;
    Selection selection = asked.selection(service, resolved);
    Duration step = Timeline.stepFor(resolved.length());
    addClassName("busy");
    summaries.ask(ui, this::summary, s -> showSummary(asked, s), this::showProblem);
    labels.ask(
        ui,
        () -> services.queries().labels(service, resolved.from(), resolved.to()),
        filters::showLabels,
        this::showProblem);
    graphs.ask(
        ui,
        () -> answered(services.queries().flameGraph(selection, MAX_NODES)),
        this::showGraph,
        this::showProblem);
    tables.ask(ui, () -> services.queries().top(selection), this::showTable, this::showProblem);
    timelines.ask(
        ui,
        () -> services.queries().series(selection, step),
        series -> showSeries(asked, series, resolved),
        this::showProblem);
  }

  /** Encoded where the query ran, not where the page is locked. */
  private static byte[] answered(FlameTree tree) {
    return ProfileEncoder.encode(tree);
  }

  private ServiceSummary summary() {
    return services.queries().services().stream()
        .filter(s -> s.service().equals(service))
        .findFirst()
        .orElseThrow(() ->
            new QueryException(
                Reason.NOT_FOUND,
                "There is no service \"" + service + "\". Choose one from the list of services."));
  }

  private List<String> releases = List.of();

  private void showSummary(FlameState asked, ServiceSummary summary) {
    releases = summary.releases().reversed().stream().map(ServiceSummary.Release::release).toList();
    filters.show(asked.filter(), summary);
    if (!summary.types().equals(type.getListDataView().getItems().toList())) {
      type.setItems(summary.types());
    }
    summary.types().stream()
        .filter(t -> t.type().equals(asked.type()))
        .findFirst()
        .ifPresent(type::setValue);
  }

  private void showGraph(byte[] data) {
    graph.setData(data);
    removeClassName("busy");
  }

  private void showTable(dev.cresset.collector.query.TopTable answer) {
    table.show(answer);
  }

  private void showSeries(FlameState asked, Series series, TimeRange.Resolved resolved) {
    timeline.setSeries(asked.type(), series, resolved, releases);
  }

  private void showProblem(QueryException e) {
    removeClassName("busy");
    problem.show(e);
  }

  private void showInTable(String function) {
    if (state.panes().equals("graph")) {
      change(s -> s.withPanes("both"));
    }
    change(s -> s.withGraph(s.graph().withHighlight(function)).withTable(s.table().withFilter("")));
    table.highlight(function, true);
  }

  // --- New data by itself.

  @Override
  protected void onAttach(AttachEvent event) {
    UI ui = event.getUI();
    refreshing = services.runner().every(REFRESH, ui, this::refresh);
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

  private static ZoneId zone(UI ui) {
    String id = ui.getPage().getExtendedClientDetails().getTimeZoneId();
    return id == null ? ZoneId.of("UTC") : ZoneId.of(id);
  }

  private final class TableListener implements TopGrid.Listener {
    @Override
    public void onTable(TableView view) {
      change(s -> s.withTable(view));
    }

    @Override
    public void onFunction(String function) {
      String current = state.graph().highlight();
      String next = current.equals(function) ? "" : function;
      change(s -> s.withGraph(s.graph().withHighlight(next)));
    }
  }
}
