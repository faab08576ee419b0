package dev.cresset.collector.query;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A condition on a release, an environment, an instance or a label, as Prometheus has it: what
 * carries no such label is taken to carry it with the empty value.
 *
 * @param label the label's name; empty if {@code field} is another
 * @param values for {@link Operator#EQUAL} any of these, for {@link Operator#NOT_EQUAL} none; for
 *     the others one regular expression, of the whole value, as RE2 has them
 */
public record LabelMatcher(Field field, String label, Operator operator, List<String> values) {
  private static final String LABEL_PREFIX = "label.";
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:/-]*");
  private static final Pattern SPECIAL = Pattern.compile("[^\\p{L}\\p{N}\\s_-]");

  /** What a condition is about. */
  public enum Field {
    RELEASE("release"),
    ENVIRONMENT("environment"),
    INSTANCE("instance"),
    LABEL("");

    private final String column;

    Field(String column) {
      this.column = column;
    }

    String column() {
      return column;
    }
  }

  /** How a condition compares, with Prometheus' signs. */
  public enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    MATCHES("=~"),
    NOT_MATCHES("!~");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    boolean isRegex() {
      return this == MATCHES || this == NOT_MATCHES;
    }

    boolean isNegative() {
      return this == NOT_EQUAL || this == NOT_MATCHES;
    }
  }

  public LabelMatcher {
    values = List.copyOf(values);
    if (values.isEmpty() || operator.isRegex() && values.size() > 1) {
      throw new IllegalArgumentException(
          "A condition has one expression, or at least one value, not " + values);
    }
  }

  /**
   * @param name {@code release}, {@code environment}, {@code instance}, or a label's; a label
   *     called like one of these is {@code label.release}
   */
  public static LabelMatcher of(String name, Operator operator, List<String> values) {
    for (Field field : Field.values()) {
      if (field.column.equals(name) && field != Field.LABEL) {
        return new LabelMatcher(field, "", operator, values);
      }
    }
    String label = name.startsWith(LABEL_PREFIX) ? name.substring(LABEL_PREFIX.length()) : name;
    return new LabelMatcher(Field.LABEL, label, operator, values);
  }

  /** Whether both are about the same. */
  public boolean isAboutSameAs(LabelMatcher other) {
    return field == other.field && label.equals(other.label);
  }

  /** The condition as Prometheus writes it. */
  @Override
  public String toString() {
    if (values.size() == 1) {
      return name() + operator.sign + quoted(values.getFirst());
    }
    String any =
        values.stream()
            .map(value -> SPECIAL.matcher(value).replaceAll("\\\\$0"))
            .collect(Collectors.joining("|"));
    return name() + (operator == Operator.EQUAL ? "=~" : "!~") + quoted(any);
  }

  private String name() {
    if (field != Field.LABEL) {
      return field.column;
    }
    boolean taken = of(label, operator, values).field != Field.LABEL;
    String name = taken || label.startsWith(LABEL_PREFIX) ? LABEL_PREFIX + label : label;
    return PLAIN_NAME.matcher(name).matches() ? name : quoted(name);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
