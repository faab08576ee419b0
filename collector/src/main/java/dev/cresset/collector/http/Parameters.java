package dev.cresset.collector.http;

import dev.cresset.collector.Names;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.util.Fields;

/** The query parameters of one call. An empty value is a value. */
final class Parameters {
  private final Map<String, List<String>> values = new TreeMap<>();

  /**
   * @param known the names an endpoint takes; one that ends with {@code *} stands for all that
   *     begin like it
   * @throws BadParameterException if another is given
   */
  Parameters(Fields fields, List<String> known) {
    for (Fields.Field field : fields) {
      if (known.stream().noneMatch(name -> matches(name, field.getName()))) {
        throw unknown(field.getName(), known);
      }
      values.put(field.getName(), field.getValues());
    }
  }

  private static boolean matches(String known, String name) {
    return known.endsWith("*")
        ? name.length() >= known.length() && name.startsWith(prefix(known))
        : name.equals(known);
  }

  private static String prefix(String known) {
    return known.substring(0, known.length() - 1);
  }

  private static BadParameterException unknown(String name, List<String> known) {
    if (known.isEmpty()) {
      return new BadParameterException(
          name, "There is no parameter '" + name + "': this address takes none.");
    }
    return new BadParameterException(
        name,
        "There is no parameter '%s'. Did you mean %s? There are: %s."
            .formatted(name, Names.nearest(name, known), String.join(", ", known)));
  }

  /**
   * The value of a parameter that has one.
   *
   * @throws BadParameterException if it is given more than once
   */
  Optional<String> get(String name) {
    List<String> given = all(name);
    if (given.size() > 1) {
      throw new BadParameterException(name, "The parameter " + name + " is given more than once.");
    }
    return given.stream().findFirst();
  }

  /** All values of all parameters, by name. */
  Map<String, List<String>> all() {
    return Collections.unmodifiableMap(values);
  }

  /** The values of a parameter that may have several. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  String required(String name, String example) {
    return get(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() ->
            new BadParameterException(
                name, "The parameter " + name + " is missing, such as " + example + "."));
  }

  int integer(String name, int otherwise, int min, int max) {
    Optional<String> text = get(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text.get());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new BadParameterException(
        name, "%s is '%s', but has to be from %d to %d.".formatted(name, text.get(), min, max));
  }

  /** The value of a parameter that has one of some; the first if it is not given. */
  String oneOf(String name, List<String> choices) {
    return checked(name, get(name).orElse(choices.getFirst()), choices);
  }

  /** The values of a parameter that has several of some. */
  List<String> all(String name, List<String> choices) {
    return all(name).stream().map(value -> checked(name, value, choices)).toList();
  }

  private static String checked(String name, String value, List<String> choices) {
    if (!choices.contains(value)) {
      throw new BadParameterException(
          name,
          "%s is '%s', but has to be one of: %s."
              .formatted(name, value, String.join(", ", choices)));
    }
    return value;
  }

  /** All that begin with {@code prefix}, by the rest of their names. */
  Map<String, List<String>> startingWith(String prefix) {
    Map<String, List<String>> found = new TreeMap<>();
    values.forEach((name, value) -> {
      if (name.startsWith(prefix)) {
        found.put(name.substring(prefix.length()), value);
      }
    });
    return found;
  }
}
