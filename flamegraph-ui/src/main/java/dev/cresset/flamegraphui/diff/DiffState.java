package dev.cresset.flamegraphui.diff;

import com.vaadin.flow.router.QueryParameters;
import dev.cresset.collector.query.ServiceSummary;
import dev.cresset.flamegraphui.flame.GraphPage;
import dev.cresset.flamegraphui.flame.GraphView;
import dev.cresset.flamegraphui.page.Filter;
import dev.cresset.flamegraphui.page.TimeRange;
import dev.cresset.flamegraphui.page.UrlQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be chosen on the page that compares releases, as its link keeps it.
 *
 * @param range of both sides, unless one has its own
 * @param paused whether the page stays as it is although new data may be there
 * @param panes {@code both}, {@code graph} or {@code table}
 * @param split the graph's part of the width in percent
 */
public record DiffState(
    String type,
    TimeRange range,
    boolean paused,
    Side base,
    Side target,
    GraphView graph,
    ChangesView changes,
    String panes,
    int split)
    implements GraphPage.State<DiffState> {
  private static final TimeRange DEFAULT_RANGE = TimeRange.last("1h");
  private static final Duration OWN_RANGE = Duration.ofHours(1);
  private static final int DEFAULT_SPLIT = 56;

  static DiffState from(QueryParameters parameters) {
    UrlQuery query = UrlQuery.of(parameters);
    return new DiffState(
        query.get("type", "cpu"),
        new TimeRange(query.get("from", DEFAULT_RANGE.from()), query.get("to", DEFAULT_RANGE.to())),
        query.is("live", "off"),
        Side.from(query, "base."),
        Side.from(query, "target."),
        GraphView.from(query),
        ChangesView.from(query),
        query.oneOf("view", List.of("both", "graph", "table")),
        query.percent("split", DEFAULT_SPLIT));
  }

  /**
   * The two newest releases of a service, in the range in which both were seen, or each in the last
   * hour it was seen in.
   */
  public static Optional<DiffState> ofNewest(ServiceSummary service, Instant now) {
    return from(QueryParameters.empty()).withNewest(service, now);
  }

  /** What is compared, such as {@code 1.0 → 1.1}. */
  public String releases() {
    return base.name() + " → " + target.name();
  }

  /** This with the two newest releases that have names, if there are two. */
  Optional<DiffState> withNewest(ServiceSummary service, Instant now) {
    List<ServiceSummary.Release> named =
        service.releases().stream().filter(r -> !r.release().isEmpty()).limit(2).toList();
    return named.size() < 2
        ? Optional.empty()
        : Optional.of(withSides(sideOf(named.get(1), now), sideOf(named.get(0), now)));
  }

  private static Side sideOf(ServiceSummary.Release release, Instant now) {
    Filter filter = Filter.NONE.withRelease(Optional.of(release.release()));
    if (release.lastSeen().isAfter(now.minus(OWN_RANGE))) {
      return new Side(filter, Optional.empty());
    }
    Instant end = release.lastSeen().plusSeconds(60);
    Instant start = end.minus(OWN_RANGE);
    Instant from = start.isBefore(release.firstSeen()) ? release.firstSeen() : start;
    return new Side(filter, Optional.of(TimeRange.between(from, end)));
  }

  @Override
  public QueryParameters toParameters() {
    UrlQuery query = new UrlQuery();
    query.put("type", type, "").put("from", range.from(), "").put("to", range.to(), "");
    base.writeTo(query, "base.");
    target.writeTo(query, "target.");
    query.put("live", paused ? "off" : "", "");
    graph.writeTo(query);
    query.put("view", panes, "both").put("split", "" + split, "" + DEFAULT_SPLIT);
    changes.writeTo(query);
    return query.toParameters();
  }

  @Override
  public boolean asksTheSameAs(DiffState other) {
    return type.equals(other.type)
        && range.equals(other.range)
        && base.equals(other.base)
        && target.equals(other.target);
  }

  /** Whether nothing says what to compare. */
  boolean isUndecided() {
    return base.equals(Side.NONE) && target.equals(Side.NONE);
  }

  @Override
  public boolean canBeLive() {
    return base.range().orElse(range).isLive() || target.range().orElse(range).isLive();
  }

  DiffState swapped() {
    return withSides(target, base);
  }

  DiffState withSides(Side newBase, Side newTarget) {
    return new DiffState(type, range, paused, newBase, newTarget, graph, changes, panes, split);
  }

  DiffState withType(String other) {
    return new DiffState(
        other, range, paused, base, target, graph.withZoom(""), changes, panes, split);
  }

  /** A range for both sides, which then have none of their own. */
  DiffState withRange(TimeRange other) {
    return new DiffState(
        type,
        other,
        paused,
        base.withRange(Optional.empty()),
        target.withRange(Optional.empty()),
        graph,
        changes,
        panes,
        split);
  }

  @Override
  public DiffState withPaused(boolean other) {
    return new DiffState(type, range, other, base, target, graph, changes, panes, split);
  }

  @Override
  public DiffState withGraph(GraphView other) {
    return new DiffState(type, range, paused, base, target, other, changes, panes, split);
  }

  DiffState withChanges(ChangesView other) {
    return new DiffState(type, range, paused, base, target, graph, other, panes, split);
  }

  @Override
  public DiffState withPanes(String other) {
    return new DiffState(type, range, paused, base, target, graph, changes, other, split);
  }

  @Override
  public DiffState withSplit(int other) {
    return new DiffState(type, range, paused, base, target, graph, changes, panes, other);
  }
}
