package dev.cresset.agent.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The value of every {@link Option}. Immutable. */
public final class AgentConfig {
  private final Map<Option<?>, Object> values;
  private final Map<Option<?>, String> texts;
  private final List<String> problems;

  AgentConfig(Map<Option<?>, Object> values, Map<Option<?>, String> texts, List<String> problems) {
    this.values = Collections.unmodifiableMap(new HashMap<>(values));
    this.texts = Collections.unmodifiableMap(new HashMap<>(texts));
    this.problems = Collections.unmodifiableList(new ArrayList<>(problems));
  }

  /** What the option was set to, or its default. */
  @SuppressWarnings("unchecked") // The reader stores what the option itself parsed.
  public <T> T get(Option<T> option) {
    return (T) Objects.requireNonNull(values.get(option), option::name);
  }

  /** The same, as it was written. */
  public String text(Option<?> option) {
    return texts.get(option);
  }

  /** A copy that has some options from another. */
  public AgentConfig withThoseOf(AgentConfig other, Collection<Option<?>> options) {
    Map<Option<?>, Object> mixedValues = new HashMap<>(values);
    Map<Option<?>, String> mixedTexts = new HashMap<>(texts);
    for (Option<?> option : options) {
      mixedValues.put(option, other.get(option));
      mixedTexts.put(option, other.text(option));
    }
    return new AgentConfig(mixedValues, mixedTexts, problems);
  }

  /** What could not be understood, a line each, with what is used instead. */
  public List<String> problems() {
    return problems;
  }
}
