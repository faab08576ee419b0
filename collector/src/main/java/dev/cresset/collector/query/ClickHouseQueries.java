package dev.cresset.collector.query;

import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.Kept;
import dev.cresset.collector.store.ProfileStore;
import dev.cresset.collector.store.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Answers from the profiles in ClickHouse. */
public final class ClickHouseQueries implements ProfileQueries {
  private final QueryLimits limits;
  private final Catalog catalog;
  private final Patterns patterns;
  private final ServicesQuery services;
  private final LabelsQuery labels;
  private final AgentsQuery agents;
  private final CardinalityQuery cardinality;
  private final SeriesQuery series;
  private final StackQueries stacks;
  private final RememberedStacks remembered;
  private final DiffQuery diffs;
  private final GrowthQuery growth;
  private final Semaphore turns;

  /**
   * @param kept what there is of tables
   */
  public ClickHouseQueries(ClickHouse clickHouse, QueryLimits limits, Kept kept) {
    Database database = new Database(clickHouse, limits);
    SelectionSql selections = new SelectionSql(ProfileStore.TENANT);
    StackStore stored = new StackStore(database);
    RollupPlanner planner = new RollupPlanner(new RollupLedger(database), kept);
    WindowSums windows = new WindowSums(database, selections);
    this.limits = limits;
    this.turns = new Semaphore(limits.concurrent());
    this.catalog = new Catalog(database, selections);
    this.patterns = new Patterns(database);
    this.services = new ServicesQuery(database, selections);
    this.labels = new LabelsQuery(database, selections);
    this.agents = new AgentsQuery(database, selections);
    this.cardinality = new CardinalityQuery(database, selections);
    this.series = new SeriesQuery(database, selections, planner, windows);
    this.remembered = new RememberedStacks(stored, limits.treeNodes());
    this.stacks =
        new StackQueries(
            catalog,
            new StackSums(database, selections, stored, planner, windows),
            new GroupedSums(database, selections, stored, planner, windows),
            new LabelledStacks(database, selections, stored, planner, windows),
            remembered,
            limits.treeNodes());
    this.diffs =
        new DiffQuery(
            new DiffSide(database, selections, planner, windows),
            stored,
            remembered,
            catalog,
            limits.treeNodes());
    this.growth = new GrowthQuery(database, selections, stored);
  }

  /** Of tables of which nothing was deleted for want of disk space. */
  public ClickHouseQueries(ClickHouse clickHouse, QueryLimits limits, Retention retention) {
    this(clickHouse, limits, new Kept(retention));
  }

  /** How many stack traces flame graphs, tables and comparisons were made of. */
  public long stackTraces() {
    return remembered.asked();
  }

  /** How many of those were not in memory. */
  public long stackTracesRead() {
    return remembered.unknown();
  }

  @Override
  public List<ServiceSummary> services() {
    return services.run();
  }

  @Override
  public List<LabelSummary> labels(String service, Instant from, Instant to) {
    List<LabelSummary> found = labels.run(service, from, to);
    if (found.isEmpty()) {
      catalog.checkService(service);
    }
    return found;
  }

  @Override
  public List<AgentSummary> agents(String service, Instant from, Instant to) {
    List<AgentSummary> found = agents.run(service, from, to);
    if (found.isEmpty()) {
      catalog.checkService(service);
    }
    return found;
  }

  @Override
  public Cardinality cardinality(Instant from, Instant to) {
    return inTurn(() -> cardinality.run(from, to));
  }

  @Override
  public FlameTree flameGraph(Selection selection, int maxNodes) {
    String unit = unit(selection);
    return inTurn(() -> stacks.flameGraph(selection, unit, maxNodes));
  }

  @Override
  public StackTable stacks(Selection selection) {
    String unit = unit(selection);
    return inTurn(() -> stacks.stacks(selection, unit));
  }

  @Override
  public TopTable top(Selection selection) {
    String unit = unit(selection);
    return inTurn(() -> stacks.top(selection, unit));
  }

  /** The selection's unit, if it is one that makes sense. */
  private String unit(Selection selection) {
    patterns.check(selection);
    FrameSieve.check(selection.frames());
    return catalog.unit(selection.service(), selection.type());
  }

  @Override
  public FunctionCalls calls(Selection selection, String function, int maxNodes) {
    String unit = unit(selection);
    return inTurn(() -> stacks.calls(selection, unit, function, maxNodes));
  }

  @Override
  public Series series(Selection selection, Duration step) {
    String unit = unit(allFrames(selection));
    List<Series.Line> lines = series.run(selection, step);
    if (lines.isEmpty()) {
      catalog.checkNames(selection);
    }
    return new Series(unit, step, lines);
  }

  @Override
  public Growth growth(Selection selection, boolean byStack) {
    String unit = unit(allFrames(selection));
    Growth found = inTurn(() -> growth.run(selection, unit, byStack));
    if (found.windows() == 0) {
      catalog.checkNames(selection);
    }
    return found;
  }

  private static Selection allFrames(Selection selection) {
    if (!selection.frames().equals(FrameFilter.NONE)) {
      throw new QueryException(
          Reason.INVALID, "Frames cannot be chosen here, only in graphs, tables and comparisons.");
    }
    return selection;
  }

  @Override
  public ReleaseDiff diff(Selection base, Selection target, int maxNodes) {
    if (!base.type().equals(target.type())) {
      throw new QueryException(
          Reason.INVALID,
          "The base's type is %s and the target's %s; only the same can be compared."
              .formatted(base.type(), target.type()));
    }
    if (!base.frames().by().isEmpty() || !target.frames().by().isEmpty()) {
      throw new QueryException(
          Reason.INVALID, "A comparison is by no label; compare one value with another.");
    }
    String unit = unit(base);
    unit(target);
    return inTurn(() -> diffs.run(base, target, unit, maxNodes));
  }

  /** Runs what takes memory, not too much of it at once. */
  private <T> T inTurn(Supplier<T> query) {
    try {
      if (!turns.tryAcquire(limits.time().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new QueryException(
            Reason.UNAVAILABLE,
            "%d other queries are running (query.max-concurrent), and none ended within %d s. Try again later."
                .formatted(limits.concurrent(), limits.time().toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw QueryException.cancelled(e);
    }
    try {
      return query.get();
    } finally {
      turns.release();
    }
  }
}
