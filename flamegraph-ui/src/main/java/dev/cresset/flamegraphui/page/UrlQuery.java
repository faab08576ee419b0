package dev.cresset.flamegraphui.page;

import com.vaadin.flow.router.QueryParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The query string of a page: read with defaults, and written without them. */
public final class UrlQuery {
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  public static UrlQuery of(QueryParameters parameters) {
    UrlQuery query = new UrlQuery();
    query.values.putAll(parameters.getParameters());
    return query;
  }

  /** The first value of a name, if it is there and not empty. */
  public Optional<String> get(String name) {
    return values.getOrDefault(name, List.of()).stream().filter(v -> !v.isEmpty()).findFirst();
  }

  public String get(String name, String otherwise) {
    return get(name).orElse(otherwise);
  }

  /** The value if it is one of the choices, the first of which is taken otherwise. */
  public String oneOf(String name, List<String> choices) {
    return get(name).filter(choices::contains).orElse(choices.getFirst());
  }

  /** A number from 0 to 100; the default where it is none. */
  public int percent(String name, int otherwise) {
    return get(name)
        .filter(v -> v.matches("\\d{1,2}|100"))
        .map(Integer::parseInt)
        .orElse(otherwise);
  }

  public boolean is(String name, String value) {
    return get(name).filter(value::equals).isPresent();
  }

  /** Every name that starts with the prefix, without it, and its value. */
  public Map<String, String> withPrefix(String prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    values.forEach((name, all) -> {
      if (name.startsWith(prefix) && name.length() > prefix.length() && !all.isEmpty()) {
        found.put(name.substring(prefix.length()), all.getFirst());
      }
    });
    return found;
  }

  /** Writes a value, unless it is what a link without it means. */
  public UrlQuery put(String name, String value, String otherwise) {
    if (!value.equals(otherwise)) {
      values.put(name, List.of(value));
    }
    return this;
  }

  public UrlQuery put(String name, Optional<String> value) {
    value.ifPresent(v -> values.put(name, List.of(v)));
    return this;
  }

  public UrlQuery put(String prefix, Map<String, String> entries) {
    entries.forEach((name, value) -> values.put(prefix + name, List.of(value)));
    return this;
  }

  public QueryParameters toParameters() {
    return new QueryParameters(values);
  }
}
