package dev.cresset.agent.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** One place where options are set: texts by the option's name, as yet neither known nor valid. */
final class ConfigSource {
  private static final String VARIABLE = "CRESSET_";
  private static final String PROPERTY = "cresset.";

  // Kubernetes tells every container of the service named cresset, or cresset-collector, this way.
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT|PORT)(_.*)?");

  private final UnaryOperator<String> spelling;
  private final boolean shared;
  private final Map<String, String> texts = new LinkedHashMap<>();

  private ConfigSource(UnaryOperator<String> spelling, boolean shared) {
    this.spelling = spelling;
    this.shared = shared;
  }

  static ConfigSource arguments(String arguments, List<String> problems) {
    ConfigSource source = new ConfigSource(name -> name + " in the agent arguments", false);
    String previous = "";
    for (String part : arguments.split(",")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        previous = part.substring(0, equals).trim();
        source.texts.put(previous, part.substring(equals + 1));
      } else if (takesCommas(previous)) {
        source.texts.merge(previous, part, (before, more) -> before + ',' + more);
      } else if (!part.trim().isEmpty()) {
        problems.add(
            "Agent argument \"" + part + "\" is not of the form option=value: it is ignored.");
      }
    }
    return source;
  }

  private static boolean takesCommas(String name) {
    Option<?> option = Option.named(name);
    return option != null && option.takesCommas();
  }

  static ConfigSource systemProperties(Properties properties) {
    ConfigSource source = new ConfigSource(name -> "-D" + PROPERTY + name, true);
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(PROPERTY)) {
        source.texts.put(key.substring(PROPERTY.length()), properties.getProperty(key));
      }
    }
    return source;
  }

  static ConfigSource environment(Map<String, String> variables) {
    ConfigSource source = new ConfigSource(ConfigSource::variable, true);
    variables.forEach((variable, text) -> {
      if (variable.startsWith(VARIABLE) && !SERVICE_LINK.matcher(variable).matches()) {
        source.texts.put(optionName(variable), text);
      }
    });
    return source;
  }

  private static String optionName(String variable) {
    return variable.substring(VARIABLE.length()).toLowerCase(Locale.ROOT).replace('_', '.');
  }

  private static String variable(String name) {
    return VARIABLE + name.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /**
   * @param path of a properties file, or empty if there is none
   */
  static ConfigSource file(String path, List<String> problems) {
    if (path.isEmpty()) {
      return new ConfigSource(name -> name, false);
    }
    OptionsFile file = OptionsFile.read(path, problems);
    ConfigSource source = new ConfigSource(name -> name + " in " + file.place(name), false);
    source.texts.putAll(file.texts());
    return source;
  }

  static ConfigSource openTelemetry(Map<String, String> variables, List<String> problems) {
    String list = variables.getOrDefault("OTEL_RESOURCE_ATTRIBUTES", "");
    Map<String, String> attributes = new LinkedHashMap<>();
    try {
      attributes.putAll(Attributes.parseOpenTelemetry(list));
    } catch (IllegalArgumentException e) {
      problems.add(
          "OTEL_RESOURCE_ATTRIBUTES is not a list of name=value with commas between them, near \""
              + e.getMessage()
              + "\": it is ignored.");
    }
    ConfigSource source = new ConfigSource(name -> name + " in OTEL_RESOURCE_ATTRIBUTES", false);
    source.move(attributes, "service.name", "service");
    source.move(attributes, "service.version", "release");
    source.move(attributes, "service.instance.id", "instance");
    source.move(attributes, "deployment.environment", "environment");
    source.move(attributes, "deployment.environment.name", "environment");
    String service = variables.getOrDefault("OTEL_SERVICE_NAME", "");
    if (!service.isEmpty()) {
      source.texts.put("service", service);
    }
    source.texts.put("attributes", Attributes.format(attributes));
    return source;
  }

  private void move(Map<String, String> attributes, String attribute, String option) {
    String value = attributes.remove(attribute);
    if (value != null) {
      texts.put(option, value);
    }
  }

  /** By option name, in order. */
  Map<String, String> texts() {
    return texts;
  }

  /** The option as it was written here, and where that is. */
  String spelled(String name) {
    return spelling.apply(name);
  }

  /** Whether others than the agent may use names like these here, so that strange ones are fine. */
  boolean isShared() {
    return shared;
  }
}
