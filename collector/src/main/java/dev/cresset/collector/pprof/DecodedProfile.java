package dev.cresset.collector.pprof;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A profile that has been found sound. Its samples are merged: each pair of a stack trace and a set
 * of labels is there once, and is what the arrays are parallel over.
 *
 * @param durationNanos a second, if the profile does not say
 * @param period between two samples, in the unit of what triggers them
 * @param comments free text of whoever made it
 * @param frames all there are, each once
 * @param stacks all stack traces, each once
 * @param labelSets all sets of labels but the empty one, each once
 * @param stackIds of each merged sample
 * @param labelSetIds of each merged sample
 * @param measures what was measured, at least one thing, no two of a type
 */
public record DecodedProfile(
    Instant start,
    long durationNanos,
    long period,
    List<String> comments,
    List<Frame> frames,
    List<Stack> stacks,
    List<LabelSet> labelSets,
    long[] stackIds,
    long[] labelSetIds,
    List<Measure> measures) {

  /**
   * A stack trace.
   *
   * @param id a hash of the frames
   * @param frames ids, leaf first
   */
  public record Stack(long id, long[] frames) {}

  /**
   * @param id a hash of the labels
   * @param labels as they are shown and asked for, several values of a name put together
   * @param exact all of them in order, if {@code labels} does not tell: there are numbers, or names
   *     that come twice; otherwise empty
   */
  public record LabelSet(long id, SortedMap<String, String> labels, List<Label> exact) {
    /** A set of texts. */
    public LabelSet(long id, SortedMap<String, String> labels) {
      this(id, labels, List.of());
    }
  }

  /**
   * One of the things a profile measures, such as {@code cpu} in {@code nanoseconds}.
   *
   * @param values of each merged sample
   * @param samples how many samples each of the values stands for
   */
  public record Measure(String type, String unit, long[] values, long[] samples) {}

  /** The same, but for what the samples refer to. */
  public DecodedProfile with(List<Frame> frames, List<Stack> stacks, List<LabelSet> labelSets) {
    return new DecodedProfile(
        start,
        durationNanos,
        period,
        comments,
        frames,
        stacks,
        labelSets,
        stackIds,
        labelSetIds,
        measures);
  }

  /** About how many bytes this takes in memory. */
  public long weight() {
    long stackFrames = 0;
    for (Stack stack : stacks) {
      stackFrames += stack.frames().length;
    }
    return 1024
        + text()
        + 280L * frames.size()
        + 64L * stacks.size()
        + 8 * stackFrames
        + 300L * labelSets.size()
        + 16L * stackIds.length * (1 + measures.size());
  }

  private long text() {
    long text = 0;
    for (Frame frame : frames) {
      text += frame.function().length() + frame.className().length() + frame.file().length();
    }
    for (LabelSet labelSet : labelSets) {
      for (Map.Entry<String, String> label : labelSet.labels().entrySet()) {
        text += label.getKey().length() + label.getValue().length();
      }
      text += 100L * labelSet.exact().size();
    }
    return text;
  }
}
