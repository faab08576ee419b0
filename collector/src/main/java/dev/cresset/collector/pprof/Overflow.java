package dev.cresset.collector.pprof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Counts what there are too many of under one name, {@value #OTHER}. What a profile comes to stays
 * the same.
 */
public final class Overflow {
  public static final String OTHER = "(other)";

  /** The frame that stands for all stack traces beyond a limit. */
  static final Frame FRAME = frame();

  /** The stack trace of it. */
  public static final DecodedProfile.Stack STACK = stack();

  /** The set of labels that stands for sets whose names, too, are beyond a limit. */
  public static final DecodedProfile.LabelSet LABELS =
      labelSet(List.of(new Label(OTHER, OTHER, 0, "")));

  private Overflow() {}

  private static Frame frame() {
    long id = new CanonicalIds().frame(OTHER, "", "", 0, FrameKind.NATIVE, DebugInfo.NONE);
    return new Frame(id, OTHER, "", "", 0, FrameKind.NATIVE);
  }

  private static DecodedProfile.Stack stack() {
    long[] frames = {FRAME.id()};
    return new DecodedProfile.Stack(new CanonicalIds().stack(frames), frames);
  }

  /** The labels of a set, each once. */
  public static List<Label> labels(DecodedProfile.LabelSet set) {
    return set.exact().isEmpty()
        ? set.labels().entrySet().stream()
            .map(label -> new Label(label.getKey(), label.getValue(), 0, ""))
            .toList()
        : set.exact();
  }

  /** What tells labels apart, their names included. */
  public static long id(Label label) {
    return new CanonicalIds().labelSet(List.of(label));
  }

  /**
   * The set with some names and some values called {@value #OTHER}; the same one if there are none.
   *
   * @param name those of labels whose name is to go, and with it the value
   * @param value those of labels whose value is to go
   */
  public static DecodedProfile.LabelSet fold(
      DecodedProfile.LabelSet set, Predicate<Label> name, Predicate<Label> value) {
    List<Label> labels = labels(set);
    List<Label> folded =
        labels.stream()
            .map(label ->
                name.test(label)
                    ? new Label(OTHER, OTHER, 0, "")
                    : value.test(label) ? new Label(label.name(), OTHER, 0, "") : label)
            .distinct()
            .sorted()
            .toList();
    return folded.equals(labels) ? set : labelSet(folded);
  }

  private static DecodedProfile.LabelSet labelSet(List<Label> labels) {
    SortedMap<String, String> shown = new TreeMap<>();
    for (Label label : labels) {
      shown.merge(label.name(), label.shown(), (first, second) -> first + ", " + second);
    }
    boolean tellsAll = shown.size() == labels.size() && labels.stream().noneMatch(Label::isNumber);
    return new DecodedProfile.LabelSet(
        new CanonicalIds().labelSet(labels), shown, tellsAll ? List.of() : labels);
  }

  /**
   * The profile with some of its stack traces and sets of labels counted under others.
   *
   * @param stacks ids of those to be counted under {@link #STACK}
   * @param labelSets by the id of the one it replaces
   */
  public static DecodedProfile fold(
      DecodedProfile content, Set<Long> stacks, Map<Long, DecodedProfile.LabelSet> labelSets) {
    if (stacks.isEmpty() && labelSets.isEmpty()) {
      return content;
    }
    Map<List<Long>, Integer> rows = new LinkedHashMap<>();
    int[] row = new int[content.stackIds().length];
    for (int i = 0; i < row.length; i++) {
      long stack = content.stackIds()[i];
      DecodedProfile.LabelSet labels = labelSets.get(content.labelSetIds()[i]);
      List<Long> pair =
          List.of(
              stacks.contains(stack) ? STACK.id() : stack,
              labels == null ? content.labelSetIds()[i] : labels.id());
      Integer known = rows.putIfAbsent(pair, rows.size());
      row[i] = known == null ? rows.size() - 1 : known;
    }
    return new DecodedProfile(
        content.start(),
        content.durationNanos(),
        content.period(),
        content.comments(),
        frames(content, stacks),
        stacks(content, stacks),
        labelSets(content, labelSets),
        rows.keySet().stream().mapToLong(List::getFirst).toArray(),
        rows.keySet().stream().mapToLong(List::getLast).toArray(),
        content.measures().stream()
            .map(measure ->
                new DecodedProfile.Measure(
                    measure.type(),
                    measure.unit(),
                    sums(measure.values(), row, rows.size()),
                    sums(measure.samples(), row, rows.size())))
            .toList());
  }

  private static List<Frame> frames(DecodedProfile content, Set<Long> folded) {
    if (folded.isEmpty()) {
      return content.frames();
    }
    List<Frame> frames = new ArrayList<>(content.frames());
    frames.add(FRAME);
    return frames;
  }

  private static List<DecodedProfile.Stack> stacks(DecodedProfile content, Set<Long> folded) {
    if (folded.isEmpty()) {
      return content.stacks();
    }
    List<DecodedProfile.Stack> stacks = new ArrayList<>(content.stacks());
    stacks.removeIf(stack -> folded.contains(stack.id()));
    stacks.add(STACK);
    return stacks;
  }

  private static List<DecodedProfile.LabelSet> labelSets(
      DecodedProfile content, Map<Long, DecodedProfile.LabelSet> folded) {
    Map<Long, DecodedProfile.LabelSet> sets = new HashMap<>();
    for (DecodedProfile.LabelSet set : content.labelSets()) {
      DecodedProfile.LabelSet kept = folded.getOrDefault(set.id(), set);
      sets.put(kept.id(), kept);
    }
    return List.copyOf(sets.values());
  }

  private static long[] sums(long[] values, int[] row, int rows) {
    long[] sums = new long[rows];
    for (int i = 0; i < values.length; i++) {
      sums[row[i]] += values[i];
    }
    return sums;
  }
}
