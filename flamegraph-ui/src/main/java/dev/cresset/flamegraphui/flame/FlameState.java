package dev.cresset.flamegraphui.flame;

import com.vaadin.flow.router.QueryParameters;
import dev.cresset.collector.query.Selection;
import dev.cresset.flamegraphui.page.Filter;
import dev.cresset.flamegraphui.page.TimeRange;
import dev.cresset.flamegraphui.page.UrlQuery;
import java.util.List;

/**
 * Everything that can be chosen on the flame graph's page, as its link keeps it.
 *
 * @param paused whether the page stays as it is although new data may be there
 * @param panes {@code both}, {@code graph} or {@code table}
 * @param split the graph's part of the width in percent
 */
public record FlameState(
    String type,
    TimeRange range,
    boolean paused,
    Filter filter,
    GraphView graph,
    TableView table,
    String panes,
    int split)
    implements GraphPage.State<FlameState> {
  private static final TimeRange DEFAULT_RANGE = TimeRange.last("1h");
  private static final int DEFAULT_SPLIT = 62;

  public static FlameState from(QueryParameters parameters) {
    UrlQuery query = UrlQuery.of(parameters);
    return new FlameState(
        query.get("type", "cpu"),
        new TimeRange(query.get("from", DEFAULT_RANGE.from()), query.get("to", DEFAULT_RANGE.to())),
        query.is("live", "off"),
        Filter.from(query, ""),
        GraphView.from(query),
        TableView.from(query),
        query.oneOf("view", List.of("both", "graph", "table")),
        query.percent("split", DEFAULT_SPLIT));
  }

  @Override
  public QueryParameters toParameters() {
    UrlQuery query = new UrlQuery();
    query.put("type", type, "").put("from", range.from(), "").put("to", range.to(), "");
    query.put("live", paused ? "off" : "", "");
    filter.writeTo(query, "");
    graph.writeTo(query);
    query.put("view", panes, "both").put("split", "" + split, "" + DEFAULT_SPLIT);
    table.writeTo(query);
    return query.toParameters();
  }

  public Selection selection(String service, TimeRange.Resolved range) {
    return new Selection(
        service,
        type,
        range.from(),
        range.to(),
        filter.release(),
        filter.environment(),
        filter.instance(),
        filter.labels());
  }

  @Override
  public boolean canBeLive() {
    return range.isLive();
  }

  @Override
  public boolean asksTheSameAs(FlameState other) {
    return type.equals(other.type) && range.equals(other.range) && filter.equals(other.filter);
  }

  public FlameState withType(String other) {
    return new FlameState(other, range, paused, filter, graph.withZoom(""), table, panes, split);
  }

  public FlameState withRange(TimeRange other) {
    return new FlameState(type, other, paused, filter, graph, table, panes, split);
  }

  @Override
  public FlameState withPaused(boolean other) {
    return new FlameState(type, range, other, filter, graph, table, panes, split);
  }

  public FlameState withFilter(Filter other) {
    return new FlameState(type, range, paused, other, graph, table, panes, split);
  }

  @Override
  public FlameState withGraph(GraphView other) {
    return new FlameState(type, range, paused, filter, other, table, panes, split);
  }

  public FlameState withTable(TableView other) {
    return new FlameState(type, range, paused, filter, graph, other, panes, split);
  }

  @Override
  public FlameState withPanes(String other) {
    return new FlameState(type, range, paused, filter, graph, table, other, split);
  }

  @Override
  public FlameState withSplit(int other) {
    return new FlameState(type, range, paused, filter, graph, table, panes, other);
  }
}
