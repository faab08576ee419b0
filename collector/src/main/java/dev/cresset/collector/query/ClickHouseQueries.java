package dev.cresset.collector.query;

import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.query.StackTable.StackFrame;
import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.Kept;
import dev.cresset.collector.store.ProfileStore;
import dev.cresset.collector.store.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
  private final StackSums stackSums;
  private final RememberedStacks remembered;
  private final GroupedSums groupedSums;
  private final LabelledStacks labelledStacks;
  private final DiffQuery diffs;
  private final GrowthQuery growth;
  private final Semaphore turns;

  /**
   * @param kept what there is of tables
   */
  public ClickHouseQueries(ClickHouse clickHouse, QueryLimits limits, Kept kept) {
    Database database = new Database(clickHouse, limits);
    SelectionSql selections = new SelectionSql(ProfileStore.TENANT);
    StackStore stacks = new StackStore(database);
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
    this.stackSums = new StackSums(database, selections, stacks, planner, windows);
    this.remembered = new RememberedStacks(stacks, limits.treeNodes());
    this.groupedSums = new GroupedSums(database, selections, stacks, planner, windows);
    this.labelledStacks = new LabelledStacks(database, selections, stacks, planner, windows);
    this.diffs =
        new DiffQuery(
            new DiffSide(database, selections, planner, windows),
            stacks,
            remembered,
            catalog,
            limits.treeNodes());
    this.growth = new GrowthQuery(database, selections, stacks);
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
    return inTurn(() -> {
      if (selection.frames().equals(FrameFilter.NONE)) {
        return ofAllFrames(
            selection,
            sums -> sums.tree(selection.type(), unit, limits.treeNodes(), maxNodes));
      }
      FlameTreeBuilder tree = new FlameTreeBuilder(limits.treeNodes());
      read(selection, tree::add);
      return tree.build(selection.type(), unit, maxNodes);
    });
  }

  @Override
  public StackTable stacks(Selection selection) {
    String unit = unit(selection);
    return inTurn(() -> {
      List<StackTable.Row> rows = new ArrayList<>();
      long profiledNanos = rows(selection, rows).profiledNanos();
      return new StackTable(selection.type(), unit, profiledNanos, rows);
    });
  }

  @Override
  public TopTable top(Selection selection) {
    String unit = unit(selection);
    return inTurn(() -> {
      if (selection.frames().equals(FrameFilter.NONE)) {
        return ofAllFrames(selection, sums -> sums.top(unit));
      }
      TopTableBuilder table = new TopTableBuilder();
      read(selection, table::add);
      return table.build(unit);
    });
  }

  private <T> T ofAllFrames(Selection selection, Function<TrieSums, T> make) {
    return stackSums.read(
        selection,
        answer -> {
          if (answer.windows().rows() == 0) {
            catalog.checkNames(selection);
          }
          return make.apply(remembered.sums(answer));
        });
  }

  /** With labels, unless these have become frames. */
  private WindowSums.Total rows(Selection selection, List<StackTable.Row> rows) {
    if (!selection.frames().by().isEmpty()) {
      return read(
          selection,
          (frames, value, samples) ->
              rows.add(StackTable.Row.of(frames, List.of(), value, samples)));
    }
    FrameSieve sieve = new FrameSieve(selection.frames());
    WindowSums.Total windows =
        labelledStacks.read(
            selection,
            (frames, labels, value, samples) -> {
              if (sieve.keeps(frames)) {
                rows.add(StackTable.Row.of(sieve.shown(frames), labels, value, samples));
              }
            });
    if (windows.rows() == 0) {
      catalog.checkNames(selection);
    }
    return windows;
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
    return inTurn(() -> {
      FunctionCallsBuilder calls = new FunctionCallsBuilder(function, limits.treeNodes());
      read(selection, calls::add);
      if (calls.isUnknown()) {
        throw new QueryException(
            Reason.NOT_FOUND,
            "The function '%s' is on no stack trace of this selection. Write its name as /api/v1/top does."
                .formatted(function));
      }
      return calls.build(selection.type(), unit, maxNodes);
    });
  }

  private WindowSums.Total read(Selection selection, StackSums.Sink sink) {
    WindowSums.Total windows =
        selection.frames().by().isEmpty()
            ? stackSums.read(selection, sifted(selection, sink))
            : groupedSums.read(selection, grouped(selection, sink));
    if (windows.rows() == 0) {
      catalog.checkNames(selection);
    }
    return windows;
  }

  private static StackSums.Sink sifted(Selection selection, StackSums.Sink sink) {
    FrameSieve sieve = new FrameSieve(selection.frames());
    return (frames, value, samples) -> {
      if (sieve.keeps(frames)) {
        sink.accept(sieve.shown(frames), value, samples);
      }
    };
  }

  private static GroupedSums.Sink grouped(Selection selection, StackSums.Sink sink) {
    FrameSieve sieve = new FrameSieve(selection.frames());
    return (frames, root, value, samples) -> {
      if (sieve.keeps(frames)) {
        StackFrame[] shown = sieve.shown(frames);
        StackFrame[] rooted = Arrays.copyOf(shown, shown.length + 1);
        rooted[shown.length] = root;
        sink.accept(rooted, value, samples);
      }
    };
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
