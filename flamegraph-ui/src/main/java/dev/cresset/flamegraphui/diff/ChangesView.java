package dev.cresset.flamegraphui.diff;

import dev.cresset.flamegraphui.page.UrlQuery;
import java.io.Serializable;
import java.util.List;

/**
 * How the table of changes is looked at.
 *
 * @param sort {@code rank} (as the comparison ranks them), {@code change}, {@code base}, {@code
 *     target} or {@code function}
 * @param only {@code real} for what changed beyond chance, or {@code all}
 * @param filter only functions whose name contains it
 */
record ChangesView(String sort, boolean ascending, String only, String filter)
    implements Serializable {
  static final ChangesView DEFAULT = new ChangesView("rank", false, "real", "");

  static ChangesView from(UrlQuery query) {
    return new ChangesView(
        query.oneOf("sort", List.of("rank", "change", "base", "target", "function")),
        query.is("order", "asc"),
        query.oneOf("only", List.of("real", "all")),
        query.get("filter", ""));
  }

  void writeTo(UrlQuery query) {
    query
        .put("sort", sort, DEFAULT.sort)
        .put("order", ascending ? "asc" : "", "")
        .put("only", only, DEFAULT.only)
        .put("filter", filter, "");
  }

  ChangesView withFilter(String other) {
    return new ChangesView(sort, ascending, only, other);
  }

  ChangesView withOnly(String other) {
    return new ChangesView(sort, ascending, other, filter);
  }

  ChangesView withSort(String column, boolean isAscending) {
    return new ChangesView(column, isAscending, only, filter);
  }
}
