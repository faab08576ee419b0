package dev.cresset.agent.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Reads the options from all the places where they can be set. In rising precedence: defaults,
 * OpenTelemetry's environment variables, a file, {@code CRESSET_*} environment variables, {@code
 * -Dcresset.*} system properties, agent arguments. Attributes of all places are merged.
 *
 * <p>Never fails: what cannot be understood is named in {@link AgentConfig#problems()}, and its
 * default is used.
 */
public final class ConfigReader {
  private static final int MAX_ATTRIBUTES = 64;

  private final Map<String, String> environment;
  private final Properties systemProperties;

  public ConfigReader(Map<String, String> environment, Properties systemProperties) {
    this.environment = environment;
    this.systemProperties = systemProperties;
  }

  /**
   * @param arguments {@code name=value,…}; may be null
   */
  public AgentConfig read(String arguments) {
    return new Reading(null).read(arguments == null ? "" : arguments);
  }

  /**
   * As {@link #read(String)}, but what cannot be understood stays as it stands.
   *
   * @param standing what holds until now
   */
  public AgentConfig read(String arguments, AgentConfig standing) {
    return new Reading(standing).read(arguments);
  }

  /** One read, while it lasts. */
  private final class Reading {
    private final List<String> problems = new ArrayList<>();
    private final Map<Option<?>, Object> values = new HashMap<>();
    private final Map<Option<?>, String> texts = new HashMap<>();
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final AgentConfig standing;

    Reading(AgentConfig standing) {
      this.standing = standing;
    }

    AgentConfig read(String arguments) {
      List<ConfigSource> sources = sources(arguments);
      Option.all().forEach(this::setToDefault);
      sources.forEach(this::apply);
      sources.forEach(this::nameUnknown);
      Map<String, String> bounded = boundedAttributes();
      values.put(Option.ATTRIBUTES, bounded);
      texts.put(Option.ATTRIBUTES, Attributes.format(bounded));
      return new AgentConfig(values, texts, problems);
    }

    private List<ConfigSource> sources(String arguments) {
      ConfigSource fromArguments = ConfigSource.arguments(arguments, problems);
      ConfigSource fromProperties = ConfigSource.systemProperties(systemProperties);
      ConfigSource fromEnvironment = ConfigSource.environment(environment);
      String file = "";
      for (ConfigSource source : Arrays.asList(fromEnvironment, fromProperties, fromArguments)) {
        file = source.texts().getOrDefault(Option.OPTIONS_FILE.name(), file);
      }
      return Arrays.asList(
          ConfigSource.openTelemetry(environment, problems),
          ConfigSource.file(file, problems),
          fromEnvironment,
          fromProperties,
          fromArguments);
    }

    private void apply(ConfigSource source) {
      source
          .texts()
          .forEach((name, text) -> {
            Option<?> option = Option.named(name);
            if (option != null && !text.trim().isEmpty()) {
              set(option, text, source);
            }
          });
    }

    private void set(Option<?> option, String text, ConfigSource source) {
      try {
        if (option == Option.ATTRIBUTES) {
          attributes.putAll(Option.ATTRIBUTES.parse(text));
        } else {
          values.put(option, option.parse(text));
          texts.put(option, text.trim());
        }
      } catch (RuntimeException e) {
        problems.add(
            String.format(
                "%s cannot be \"%s\": it takes %s. %s.",
                source.spelled(option.name()),
                text,
                option.allowed().replace("`", ""),
                setToFallback(option)));
      }
    }

    /** What is used instead of a wrong value, in words. */
    private String setToFallback(Option<?> option) {
      if (standing == null) {
        setToDefault(option);
        String text = option.defaultText();
        return "Using the default" + (text.isEmpty() ? "" : ", " + text);
      }
      values.put(option, standing.get(option));
      texts.put(option, standing.text(option));
      return "Staying with \"" + standing.text(option) + '"';
    }

    private void setToDefault(Option<?> option) {
      values.put(option, option.parseDefault());
      texts.put(option, option.defaultText());
    }

    private void nameUnknown(ConfigSource source) {
      for (String name : source.texts().keySet()) {
        if (Option.named(name) != null) {
          continue;
        }
        Optional<Option<?>> meant = Spelling.nearest(name);
        if (meant.isPresent()) {
          problems.add(
              String.format(
                  "There is no option %s: did you mean %s? That is \"%s\" now.",
                  source.spelled(name), meant.get(), texts.get(meant.get())));
        } else if (!source.isShared()) {
          problems.add(
              "There is no option " + source.spelled(name) + ": docs/agent.md has all there are.");
        }
      }
    }

    private Map<String, String> boundedAttributes() {
      Map<String, String> bounded = new LinkedHashMap<>();
      attributes.forEach((name, value) -> {
        if (bounded.size() < MAX_ATTRIBUTES) {
          bounded.put(name, value);
        }
      });
      if (bounded.size() < attributes.size()) {
        problems.add(
            String.format(
                "There are %d attributes, %d at most are kept: remove some from attributes or"
                    + " OTEL_RESOURCE_ATTRIBUTES.",
                attributes.size(), MAX_ATTRIBUTES));
      }
      return bounded;
    }
  }
}
