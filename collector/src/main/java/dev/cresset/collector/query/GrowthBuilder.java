package dev.cresset.collector.query;

import dev.cresset.collector.query.Growth.Row;
import dev.cresset.collector.query.Growth.Verdict;
import dev.cresset.collector.query.LevelPlan.Stretch;
import dev.cresset.collector.query.StackTable.StackFrame;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds stack traces' levels up to sites, and judges each. Used by one thread. */
final class GrowthBuilder {
  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.");

  private final LevelPlan plan;
  private final boolean byStack;
  private final Map<List<Object>, Group> groups = new HashMap<>();

  GrowthBuilder(LevelPlan plan, boolean byStack) {
    this.plan = plan;
    this.byStack = byStack;
  }

  /**
   * @param leafFirst its frames, with the allocated class as the leaf
   * @param levels by process and bucket
   */
  void add(StackFrame[] leafFirst, Map<Long, double[]> levels) {
    boolean hasClass = leafFirst[0].kind() == FrameKind.CLASS;
    String className = hasClass ? leafFirst[0].function() : "";
    int code = hasClass && leafFirst.length > 1 ? 1 : 0;
    Site site = new Site(className, leafFirst[code].function(), caller(leafFirst, code));
    List<Object> key = byStack ? List.of((Object[]) leafFirst) : List.of(site);
    groups.computeIfAbsent(key, any -> new Group(site)).add(leafFirst, levels);
  }

  private static String caller(StackFrame[] leafFirst, int from) {
    for (int i = from; i < leafFirst.length; i++) {
      String name = leafFirst[i].className();
      if (!name.isEmpty() && JDK.stream().noneMatch(name::startsWith)) {
        return leafFirst[i].function();
      }
    }
    return leafFirst[from].function();
  }

  List<Row> rows() {
    double grown = groups.values().stream().mapToDouble(g -> Math.max(0, g.perHour())).sum();
    return groups.values().stream()
        .map(group -> group.row(grown))
        .sorted(
            Comparator.comparing(Row::verdict)
                .thenComparing(Comparator.comparingDouble(Row::perHour).reversed())
                .thenComparing(Row::className)
                .thenComparing(Row::allocator)
                .thenComparing(Row::function))
        .toList();
  }

  private record Site(String className, String allocator, String function) {}

  private final class Group {
    private final Site site;
    private final Map<Long, double[]> levels = new HashMap<>();
    private List<String> stack = List.of();
    private double stackGrowth = Double.NEGATIVE_INFINITY;
    private Trend trend;

    Group(Site site) {
      this.site = site;
    }

    void add(StackFrame[] leafFirst, Map<Long, double[]> added) {
      double growth = 0;
      for (Map.Entry<Long, double[]> entry : added.entrySet()) {
        double[] sums = levels.computeIfAbsent(entry.getKey(), any -> new double[plan.buckets()]);
        Arrays.setAll(sums, i -> sums[i] + entry.getValue()[i]);
        growth += entry.getValue()[plan.buckets() - 1] - entry.getValue()[0];
      }
      if (growth > stackGrowth) {
        stackGrowth = growth;
        stack = Arrays.stream(leafFirst).map(StackFrame::function).toList();
      }
    }

    private Trend trend() {
      if (trend == null) {
        trend = new Trend();
        for (Stretch stretch : plan.stretches()) {
          double[] own = levels.get(stretch.source());
          if (own != null) {
            trend.add(plan.levels(stretch, own), plan.hours());
          }
        }
      }
      return trend;
    }

    double perHour() {
      return trend().growth() / (plan.buckets() * plan.hours());
    }

    Row row(double grown) {
      double perHour = perHour();
      Verdict verdict = trend().verdict();
      return new Row(
          site.className,
          site.allocator,
          site.function,
          perHour,
          grown > 0 ? Math.max(0, perHour) / grown : 0,
          Math.round(inUse()),
          trend().pValue(),
          levels.size(),
          verdict,
          stack);
    }

    /** Of the processes that were there to the end. */
    private double inUse() {
      double sum = 0;
      for (Stretch stretch : plan.stretches()) {
        double[] own = levels.get(stretch.source());
        if (own != null && stretch.to() >= plan.buckets() - 1) {
          double[] reached = plan.levels(stretch, own);
          sum += reached[reached.length - 1];
        }
      }
      return sum;
    }
  }
}
