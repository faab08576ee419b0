package dev.cresset.collector;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where settings come from, the strongest winning. */
final class ConfigSources {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigSources.class);

  private static final String PREFIX = "cresset.";

  // The larger wins.
  private static final int FILE = 200;
  private static final int ENVIRONMENT = 300;
  private static final int SYSTEM = 400;
  private static final int OVERRIDES = 500;

  /** Settings whose names are ours alone: one that is unknown is a mistake. */
  private final Map<String, String> strict;

  /** Names that the agent in this or another process may share: one that is unknown may be fine. */
  private final List<String> shared;

  private final SmallRyeConfig config;

  private ConfigSources(
      Map<String, String> strict, List<String> shared, List<ConfigSource> sources) {
    this.strict = strict;
    this.shared = shared;
    this.config = new SmallRyeConfigBuilder().addDefaultInterceptors().withSources(sources).build();
  }

  static ConfigSources only(Map<String, String> settings) {
    return new ConfigSources(
        origins(settings, ""), List.of(), List.of(source(settings, OVERRIDES)));
  }

  static ConfigSources all(
      Optional<Path> file,
      Map<String, String> overrides,
      Map<String, String> environment,
      Properties system) {
    Map<String, String> fromFile = file.map(ConfigSources::parse).orElse(Map.of());
    String where = file.map(path -> " in " + path).orElse("");
    Map<String, String> strict = new HashMap<>(origins(fromFile, where));
    strict.putAll(origins(overrides, " on the command line"));
    Map<String, String> properties = ours(system);
    List<String> shared =
        Stream.concat(
                environment.keySet().stream().filter(name -> name.startsWith("CRESSET_")),
                properties.keySet().stream().map(name -> PREFIX + name))
            .toList();
    return new ConfigSources(
        strict,
        shared,
        List.of(
            source(fromFile, FILE),
            new EnvConfigSource(environment, ENVIRONMENT),
            source(properties, SYSTEM),
            source(overrides, OVERRIDES)));
  }

  String value(String name, String defaultValue) {
    String value = config.getConfigValue(PREFIX + name).getValue();
    return value == null ? defaultValue : value.strip();
  }

  /** Where a setting's value comes from, for a message; with a space in front. */
  String origin(String name) {
    return switch (config.getConfigValue(PREFIX + name).getConfigSourceOrdinal()) {
      case ENVIRONMENT -> " in the environment";
      case SYSTEM -> " in the system properties";
      default -> strict.getOrDefault(name, "");
    };
  }

  void refuseUnknown(List<String> known) {
    strict.forEach((name, where) -> {
      if (!known.contains(name)) {
        throw new ConfigException(
            "Unknown setting %s%s: did you mean %s?"
                .formatted(name, where, Names.nearest(name, known)));
      }
    });
    for (String name : shared) {
      warnOfNearMiss(name, known.stream().map(k -> spelt(k, name)).toList());
    }
  }

  private static void warnOfNearMiss(String name, List<String> known) {
    if (!known.contains(name)) {
      String nearest = Names.nearest(name, known);
      if (Names.distance(name, nearest) <= 2) {
        LOG.warn("{} is no setting and is ignored; did you mean {}?", name, nearest);
      }
    }
  }

  /** A setting's name as a system property or an environment variable, whatever the other is. */
  private static String spelt(String setting, String like) {
    return like.startsWith(PREFIX)
        ? PREFIX + setting
        : (PREFIX + setting).replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }

  private static ConfigSource source(Map<String, String> settings, int ordinal) {
    Map<String, String> prefixed =
        settings.entrySet().stream()
            .collect(Collectors.toMap(e -> PREFIX + e.getKey(), Map.Entry::getValue));
    return new PropertiesConfigSource(prefixed, "settings " + ordinal, ordinal);
  }

  private static Map<String, String> origins(Map<String, String> settings, String where) {
    return settings.keySet().stream().collect(Collectors.toMap(name -> name, name -> where));
  }

  private static Map<String, String> ours(Properties system) {
    return system.stringPropertyNames().stream()
        .filter(name -> name.startsWith(PREFIX))
        .collect(Collectors.toMap(name -> name.substring(PREFIX.length()), system::getProperty));
  }

  private static Map<String, String> parse(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ConfigException("There is no configuration file " + file);
    }
    String name = file.toString().toLowerCase(Locale.ROOT);
    try {
      if (name.endsWith(".yaml") || name.endsWith(".yml")) {
        return new YamlConfigSource(file.toUri().toURL()).getProperties();
      }
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
      return properties.stringPropertyNames().stream()
          .collect(Collectors.toMap(key -> key, properties::getProperty));
    } catch (IOException | RuntimeException e) {
      throw new ConfigException(
          "The configuration file %s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
