package dev.cresset.flamegraphui.flame;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.cresset.collector.query.QueryException;
import dev.cresset.collector.query.Selection;
import dev.cresset.collector.query.ServiceSummary;
import dev.cresset.flamegraphui.diff.DiffView;
import dev.cresset.flamegraphui.page.FilterBar;
import dev.cresset.flamegraphui.page.Latest;
import dev.cresset.flamegraphui.page.PageHeader;
import dev.cresset.flamegraphui.page.RangePicker;
import dev.cresset.flamegraphui.page.ServiceAddress;
import dev.cresset.flamegraphui.page.ServiceLookup;
import dev.cresset.flamegraphui.page.TimeRange;
import dev.cresset.flamegraphui.page.TypeNames;
import dev.cresset.flamegraphui.page.TypeSelect;
import dev.cresset.flamegraphui.page.UiServices;
import dev.cresset.flamegraphui.page.Units;
import dev.cresset.flamegraphui.page.Zone;
import dev.cresset.flamegraphui.services.ServicesView;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The flame graph of a service, with the table of its functions and its values over time. */
@Route("service/:service")
public final class FlameView extends GraphPage<FlameState> {
  @Serial private static final long serialVersionUID = 1L;

  private static final int MAX_NODES = 100_000;
  private static final Duration REFRESH = Duration.ofSeconds(10);

  private final Latest summaries;
  private final Latest labels;
  private final Latest graphs;
  private final Latest tables;
  private final Latest timelines;
  private final Latest growths;

  private final TypeSelect type = new TypeSelect(t -> change(s -> s.withType(t)));
  private final RangePicker range = new RangePicker(r -> change(s -> s.withRange(r)));
  private final FilterBar filters = new FilterBar(f -> change(s -> s.withFilter(f)));
  private final Timeline timeline = new Timeline();
  private final GrowthPanel growth = new GrowthPanel(f -> toggleHighlight(f));
  private final TopGrid table = new TopGrid(new TableListener());

  /** Of the service, oldest first. */
  private List<String> releases = List.of();

  /** Draws the last series again, for when the releases become known after it. */
  private transient Runnable drawTimeline = () -> {};

  public FlameView(UiServices services) {
    super(services, REFRESH, FlameState.from(QueryParameters.empty()));
    summaries = new Latest(services.runner());
    labels = new Latest(services.runner());
    graphs = new Latest(services.runner());
    tables = new Latest(services.runner());
    timelines = new Latest(services.runner());
    growths = new Latest(services.runner());
    setClassName("page flame-page");
    timeline.addBrushListener(e -> change(s -> s.withRange(e.range())));
    layOut(List.of(type, range, filters), List.of(problem(), timeline, growth), table);
  }

  @Override
  protected FlameState linked(QueryParameters parameters) {
    return FlameState.from(parameters);
  }

  @Override
  protected void showHeader(PageHeader shown) {
    shown.show(ServicesView.class, service());
    shown.addCurrentTab("Flame graph");
    shown.addTab("Compare releases", DiffView.class, service(), QueryParameters.empty());
  }

  @Override
  public String getPageTitle() {
    return service() + " · " + TypeNames.of(state().type()) + " · Cresset";
  }

  @Override
  protected List<String> path() {
    return ServiceAddress.path(service());
  }

  @Override
  protected void showTable(FlameState shown) {
    table.show(shown.table());
  }

  @Override
  protected void highlight(String function, boolean reveal) {
    table.highlight(function, reveal);
  }

  @Override
  protected FlameState withWholeTable(FlameState shown) {
    return shown.withTable(shown.table().withFilter(""));
  }

  @Override
  protected void ask() {
    UI ui = UI.getCurrent();
    Instant now = services().clock().instant();
    try {
      range.show(state().range(), now, Zone.of(ui));
      ask(ui, state(), now);
    } catch (QueryException e) {
      showProblem(e);
    }
  }

  private void ask(UI ui, FlameState asked, Instant now) {
    TimeRange.Resolved resolved = asked.range().at(now);
    Selection selection = asked.selection(service(), resolved);
    Duration step = Timeline.stepFor(resolved.length());
    // A bucket cut off by the range would look like a drop.
    Selection whole = asked.selection(service(), resolved.wholeSteps(step));
    showBusy();
    summaries.ask(
        ui,
        () -> ServiceLookup.find(services().queries(), service()),
        found -> showService(asked, found),
        this::showProblem);
    labels.ask(
        ui,
        () -> services().queries().labels(service(), resolved.from(), resolved.to()),
        filters::showLabels,
        this::showProblem);
    // Encoded where the query ran, not where the page is locked.
    graphs.ask(
        ui,
        () -> ProfileEncoder.encode(services().queries().flameGraph(selection, MAX_NODES)),
        this::showGraph,
        this::showProblem);
    tables.ask(ui, () -> services().queries().top(selection), table::show, this::showProblem);
    askGrowth(ui, selection);
    timelines.ask(
        ui,
        () -> services().queries().series(whole, step),
        series -> {
          drawTimeline = () -> timeline.setSeries(asked.type(), series, resolved, now, releases);
          drawTimeline.run();
        },
        this::showProblem);
  }

  private void askGrowth(UI ui, Selection selection) {
    if (!Units.isLevel(selection.type())) {
      growths.cancel();
      growth.hide();
      return;
    }
    growths.ask(
        ui, () -> services().queries().growth(selection, false), growth::show, this::showProblem);
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

  @Override
  protected boolean isBusy() {
    return graphs.isBusy();
  }

  private final class TableListener implements TopGrid.Listener {
    @Override
    public void onTable(TableView view) {
      change(s -> s.withTable(view));
    }

    @Override
    public void onFunction(String function) {
      toggleHighlight(function);
    }
  }
}
