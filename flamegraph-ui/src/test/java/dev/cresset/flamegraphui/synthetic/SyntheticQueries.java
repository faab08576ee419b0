package dev.cresset.flamegraphui.synthetic;

import dev.cresset.collector.query.AgentSummary;
import dev.cresset.collector.query.Cardinality;
import dev.cresset.collector.query.FlameTree;
import dev.cresset.collector.query.FrameKind;
import dev.cresset.collector.query.FunctionCalls;
import dev.cresset.collector.query.Growth;
import dev.cresset.collector.query.LabelSummary;
import dev.cresset.collector.query.ProfileQueries;
import dev.cresset.collector.query.QueryException;
import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.query.ReleaseDiff;
import dev.cresset.collector.query.ReleaseDiff.Cost;
import dev.cresset.collector.query.ReleaseDiff.DiffTree;
import dev.cresset.collector.query.ReleaseDiff.FunctionChange;
import dev.cresset.collector.query.ReleaseDiff.Side;
import dev.cresset.collector.query.ReleaseDiff.Verdict;
import dev.cresset.collector.query.Selection;
import dev.cresset.collector.query.Series;
import dev.cresset.collector.query.ServiceSummary;
import dev.cresset.collector.query.StackTable;
import dev.cresset.collector.query.TopTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Answers made up from {@link ShopProgram}, to build pages and test them without a store. */
public final class SyntheticQueries implements ProfileQueries {
  private static final long NANOS_PER_SAMPLE = 10_000_000;
  private static final int SAMPLES = 24_000;

  private final Clock clock;
  private final Map<String, List<ShopProgram.Stack>> stacks =
      new java.util.concurrent.ConcurrentHashMap<>();

  public SyntheticQueries(Clock clock) {
    this.clock = clock;
  }

  @Override
  public List<ServiceSummary> services() {
    Instant now = clock.instant();
    List<ServiceSummary.Type> types =
        Stream.of(
                "cpu",
                "wall",
                "alloc_space",
                "alloc_objects",
                "live_space",
                "lock_delay",
                "lock_contentions")
            .map(type -> new ServiceSummary.Type(type, unit(type)))
            .toList();
    return List.of(
        new ServiceSummary(
            "billing",
            List.of(new ServiceSummary.Release("2026.11.3", now.minusSeconds(900_000), now)),
            types.subList(0, 2),
            List.of("production"),
            List.of("billing-0", "billing-1"),
            now.minusSeconds(900_000),
            now.minusSeconds(4)),
        new ServiceSummary(
            "shop",
            List.of(
                new ServiceSummary.Release("1.1", now.minusSeconds(1_800), now),
                new ServiceSummary.Release("1.0", now.minusSeconds(90_000), now.minusSeconds(8))),
            types,
            List.of("production", "staging"),
            List.of("shop-7d9f-a", "shop-7d9f-b", "shop-7d9f-c"),
            now.minusSeconds(90_000),
            now.minusSeconds(3)));
  }

  @Override
  public List<LabelSummary> labels(String service, Instant from, Instant to) {
    return List.of(
        new LabelSummary(
            "thread",
            List.of(
                new LabelSummary.Value("http-1", 8_000),
                new LabelSummary.Value("http-2", 7_500),
                new LabelSummary.Value("G1 Conc", 900)),
            0));
  }

  @Override
  public List<AgentSummary> agents(String service, Instant from, Instant to) {
    return List.of();
  }

  @Override
  public Cardinality cardinality(Instant from, Instant to) {
    return new Cardinality(List.of(), List.of());
  }

  @Override
  public FlameTree flameGraph(Selection selection, int maxNodes) {
    Builder builder = new Builder();
    drawn(selection).forEach(stack -> builder.add(stack, 0));
    return builder.tree(selection.type(), unit(selection.type()), scale(selection.type()));
  }

  @Override
  public StackTable stacks(Selection selection) {
    throw new UnsupportedOperationException("No page exports");
  }

  @Override
  public TopTable top(Selection selection) {
    long scale = scale(selection.type());
    Map<String, long[]> values = values(selection);
    List<TopTable.Row> rows =
        values.entrySet().stream()
            .map(e -> row(e.getKey(), e.getValue(), scale))
            .sorted(Comparator.comparingLong(TopTable.Row::self).reversed())
            .toList();
    return new TopTable(unit(selection.type()), drawn(selection).size() * scale, rows);
  }

  @Override
  public FunctionCalls calls(Selection selection, String function, int maxNodes) {
    throw new UnsupportedOperationException("No page asks for this yet");
  }

  @Override
  public Series series(Selection selection, Duration step) {
    List<Series.Line> lines = new ArrayList<>();
    for (String release : List.of("1.0", "1.1")) {
      if (selection.release().isEmpty() || selection.release().get().equals(release)) {
        lines.add(new Series.Line(release, points(selection, step, release)));
      }
    }
    return new Series(unit(selection.type()), step, lines);
  }

  @Override
  public Growth growth(Selection selection, boolean byStack) {
    String keep = "com.acme.shop.cart.CartRepository.remember";
    List<String> stack = List.of("byte[]", keep);
    return new Growth(
        "bytes",
        360,
        List.of(
            new Growth.Row(
                "byte[]",
                keep,
                keep,
                3.6e8,
                0.97,
                812_000_000,
                1e-9,
                3,
                Growth.Verdict.GROWING,
                stack),
            new Growth.Row(
                "java.util.HashMap$Node",
                "java.util.HashMap.newNode",
                "com.acme.shop.session.Sessions.touch",
                9e6,
                0.02,
                20_480_000,
                0.04,
                3,
                Growth.Verdict.UNSURE,
                stack)));
  }

  @Override
  public ReleaseDiff diff(Selection base, Selection target, int maxNodes) {
    Builder builder = new Builder();
    drawn(base).forEach(stack -> builder.add(stack, 0));
    drawn(target).forEach(stack -> builder.add(stack, 1));
    long scale = scale(base.type());
    return new ReleaseDiff(
        side(base),
        side(target),
        unit(base.type()),
        new Cost(1.21, 1.17, 1.26),
        builder.diffTree(scale),
        changes(base, target, scale));
  }

  private List<FunctionChange> changes(Selection base, Selection target, long scale) {
    Map<String, long[]> before = values(base);
    Map<String, long[]> after = values(target);
    double baseSum = drawn(base).size();
    double targetSum = drawn(target).size();
    List<FunctionChange> changes = new ArrayList<>();
    for (String function : union(before, after)) {
      long[] b = before.getOrDefault(function, new long[2]);
      long[] t = after.getOrDefault(function, new long[2]);
      double baseShare = b[1] / baseSum;
      double targetShare = t[1] / targetSum;
      double change = targetShare - baseShare;
      double half = 2.8 * Math.sqrt(baseShare / baseSum + targetShare / targetSum) + 1e-5;
      Verdict verdict = verdict(b[1], t[1], change, half);
      FrameKind kind = ShopProgram.release("1.1").kind(function);
      changes.add(
          new FunctionChange(
              function,
              kind,
              b[0] * scale,
              b[1] * scale,
              t[0] * scale,
              t[1] * scale,
              baseShare,
              targetShare,
              change,
              change - half,
              change + half,
              t[0] / targetSum - b[0] / baseSum,
              t[0] / targetSum - b[0] / baseSum,
              0.01,
              verdict));
    }
    changes.sort(
        Comparator.comparing((FunctionChange c) -> !isReal(c.verdict()))
            .thenComparing(c -> -Math.abs(c.change())));
    return changes;
  }

  private static Verdict verdict(long base, long target, double change, double half) {
    if (base + target < 12) {
      return Verdict.NOT_ENOUGH_DATA;
    }
    if (base == 0) {
      return Verdict.ADDED;
    }
    if (target == 0) {
      return Verdict.REMOVED;
    }
    if (Math.abs(change) < half) {
      return Verdict.UNCHANGED;
    }
    return change > 0
        ? Verdict.GROWN
        : Math.abs(change) < 0.01 ? Verdict.DISPLACED : Verdict.SHRUNK;
  }

  private static boolean isReal(Verdict verdict) {
    return switch (verdict) {
      case GROWN, SHRUNK, ADDED, REMOVED -> true;
      case UNCHANGED, DISPLACED, NOT_ENOUGH_DATA -> false;
    };
  }

  private static List<String> union(Map<String, long[]> a, Map<String, long[]> b) {
    return Stream.concat(a.keySet().stream(), b.keySet().stream()).distinct().toList();
  }

  private Side side(Selection selection) {
    long samples = drawn(selection).size();
    return new Side(
        selection,
        samples * scale(selection.type()),
        samples,
        360,
        3,
        3_600_000_000_000L,
        3_600_000_000_000L);
  }

  private List<Series.Point> points(Selection selection, Duration step, String release) {
    List<Series.Point> points = new ArrayList<>();
    long width = step.toSeconds();
    long first = selection.from().getEpochSecond() / width * width;
    Instant appeared = clock.instant().minusSeconds(1_800);
    for (long t = first; t < selection.to().getEpochSecond(); t += width) {
      Instant time = Instant.ofEpochSecond(t);
      boolean there = release.equals("1.0") || time.isAfter(appeared);
      double wave = 1 + 0.25 * Math.sin(t / 400.0) + 0.08 * Math.sin(t / 37.0);
      double part = release.equals("1.1") ? 0.9 : time.isAfter(appeared) ? 0.6 : 1.2;
      if (there) {
        points.add(new Series.Point(time, (long) (wave * part * width * 1e9), 100, 2));
      }
    }
    return points;
  }

  private Map<String, long[]> values(Selection selection) {
    Map<String, long[]> values = new LinkedHashMap<>();
    for (ShopProgram.Stack stack : drawn(selection)) {
      values.computeIfAbsent(stack.functions().getLast(), k -> new long[2])[0]++;
      new HashSet<>(stack.functions())
          .forEach(f -> values.computeIfAbsent(f, k -> new long[2])[1]++);
    }
    return values;
  }

  private static TopTable.Row row(String function, long[] value, long scale) {
    FrameKind kind = ShopProgram.release("1.1").kind(function);
    return new TopTable.Row(function, kind, value[0] * scale, value[1] * scale, value[1]);
  }

  private List<ShopProgram.Stack> drawn(Selection selection) {
    if (services().stream().noneMatch(s -> s.service().equals(selection.service()))) {
      throw new QueryException(
          Reason.NOT_FOUND, "There is no service \"" + selection.service() + "\".");
    }
    String release = selection.release().orElse("1.1");
    return stacks.computeIfAbsent(release, r -> ShopProgram.release(r).draw(SAMPLES, r.hashCode()));
  }

  private static String unit(String type) {
    return switch (type) {
      case "alloc_space", "live_space" -> "bytes";
      case "alloc_objects", "live_objects", "lock_contentions" -> "count";
      default -> "nanoseconds";
    };
  }

  private static long scale(String type) {
    return switch (unit(type)) {
      case "bytes" -> 524_288;
      case "count" -> 1;
      default -> NANOS_PER_SAMPLE;
    };
  }

  /** Merges stacks of up to two sides. */
  private static final class Builder {
    private final List<String> functions = new ArrayList<>(List.of("all"));
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {-1, 0}));
    private final List<long[]> values = new ArrayList<>(List.of(new long[4]));
    private final Map<Long, Integer> children = new HashMap<>();

    void add(ShopProgram.Stack stack, int side) {
      int at = 0;
      values.get(0)[2 * side + 1]++;
      for (String function : stack.functions()) {
        at = child(at, function);
        values.get(at)[2 * side + 1]++;
      }
      values.get(at)[2 * side]++;
    }

    private int child(int parent, String function) {
      int id = ids.computeIfAbsent(function, f -> functions.size());
      if (id == functions.size()) {
        functions.add(function);
      }
      return children.computeIfAbsent(
          ((long) parent << 32) | id,
          k -> {
            nodes.add(new int[] {parent, id});
            values.add(new long[4]);
            return nodes.size() - 1;
          });
    }

    FlameTree tree(String type, String unit, long scale) {
      long[] totals = column(1, scale);
      return new FlameTree(
          type,
          unit,
          functions,
          kinds(),
          ints(0),
          ints(1),
          column(0, scale),
          totals,
          column(1, 1),
          0,
          0);
    }

    DiffTree diffTree(long scale) {
      return new DiffTree(
          functions,
          kinds(),
          ints(0),
          ints(1),
          column(0, scale),
          column(1, scale),
          column(2, scale),
          column(3, scale),
          0,
          0,
          0);
    }

    private FrameKind[] kinds() {
      ShopProgram program = ShopProgram.release("1.1");
      return functions.stream().map(program::kind).toArray(FrameKind[]::new);
    }

    private int[] ints(int column) {
      return nodes.stream().mapToInt(node -> node[column]).toArray();
    }

    private long[] column(int column, long scale) {
      return values.stream().mapToLong(value -> value[column] * scale).toArray();
    }
  }
}
