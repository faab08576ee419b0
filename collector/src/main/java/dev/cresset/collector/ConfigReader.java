package dev.cresset.collector;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes a record of {@link Setting}s out of configuration sources. */
final class ConfigReader {
  private final ConfigSources sources;

  private ConfigReader(ConfigSources sources) {
    this.sources = sources;
  }

  static <R extends Record> R read(Class<R> type, ConfigSources sources) {
    sources.refuseUnknown(List.copyOf(defaults(type).keySet()));
    return new ConfigReader(sources).read(type, "");
  }

  /** All settings of a record by name, with their defaults. */
  static Map<String, String> defaults(Class<? extends Record> type) {
    Map<String, String> defaults = new LinkedHashMap<>();
    addDefaults(type, "", defaults);
    return defaults;
  }

  private static void addDefaults(Class<?> type, String prefix, Map<String, String> defaults) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = prefix + kebab(component.getName());
      if (component.getType().isRecord() && component.getAnnotation(Setting.class) == null) {
        addDefaults(component.getType(), name + ".", defaults);
      } else {
        defaults.put(name, component.getAnnotation(Setting.class).value());
      }
    }
  }

  private <R> R read(Class<R> type, String prefix) {
    List<Class<?>> types = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = prefix + kebab(component.getName());
      Setting setting = component.getAnnotation(Setting.class);
      types.add(component.getType());
      values.add(
          setting == null
              ? read(component.getType(), name + ".")
              : value(name, component.getType(), setting));
    }
    try {
      return type.getDeclaredConstructor(types.toArray(Class<?>[]::new))
          .newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Not a record of settings: " + type, e);
    }
  }

  private Object value(String name, Class<?> type, Setting setting) {
    String text = sources.value(name, setting.value());
    try {
      return convert(text, type, setting);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "%s=%s%s: %s".formatted(name, text, sources.origin(name), e.getMessage()), e);
    }
  }

  private static Object convert(String text, Class<?> type, Setting setting) {
    if (type == String.class) {
      return text;
    }
    if (type == Path.class) {
      return Path.of(text);
    }
    if (type == ByteSize.class) {
      ByteSize size = ByteSize.parse(text);
      requireRange(size.bytes(), setting, " bytes");
      return size;
    }
    if (type == ServiceRetention.class) {
      return ServiceRetention.parse(text);
    }
    if (type == int.class) {
      long number = number(text);
      requireRange(number, setting, "");
      return (int) number;
    }
    throw new IllegalStateException("No setting can be a " + type);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a whole number", e);
    }
  }

  private static void requireRange(long number, Setting setting, String unit) {
    if (number < setting.min() || number > setting.max()) {
      String most = setting.max() == Long.MAX_VALUE ? " or more" : " to " + setting.max();
      throw new IllegalArgumentException("must be %d%s%s".formatted(setting.min(), most, unit));
    }
  }

  private static String kebab(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
