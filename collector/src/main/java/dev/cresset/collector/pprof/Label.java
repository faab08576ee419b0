package dev.cresset.collector.pprof;

import java.util.Comparator;

/**
 * One label of a sample, as the format has it.
 *
 * @param text empty if the label is a number
 * @param unit of the number; may be empty
 */
public record Label(String name, String text, long number, String unit)
    implements Comparable<Label> {
  private static final Comparator<Label> ORDER =
      Comparator.comparing(Label::name)
          .thenComparing(Label::text)
          .thenComparingLong(Label::number)
          .thenComparing(Label::unit);

  @Override
  public int compareTo(Label other) {
    return ORDER.compare(this, other);
  }

  boolean isNumber() {
    return number != 0 || !unit.isEmpty();
  }

  /** As it is shown and asked for. */
  String shown() {
    if (!isNumber() || !text.isEmpty()) {
      return text;
    }
    return unit.isEmpty() ? Long.toString(number) : number + " " + unit;
  }
}
