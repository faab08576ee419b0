package dev.cresset.flamegraphui.flame;

import dev.cresset.flamegraphui.page.UrlQuery;
import java.io.Serializable;
import java.util.List;

/**
 * How the table of functions is looked at.
 *
 * @param sort {@code self}, {@code total} or {@code function}
 * @param filter only functions whose name contains it
 */
public record TableView(String sort, boolean ascending, String filter) implements Serializable {
  public static final TableView DEFAULT = new TableView("self", false, "");

  public static TableView from(UrlQuery query) {
    return new TableView(
        query.oneOf("sort", List.of("self", "total", "function")),
        query.is("order", "asc"),
        query.get("filter", ""));
  }

  public void writeTo(UrlQuery query) {
    query
        .put("sort", sort, DEFAULT.sort)
        .put("order", ascending ? "asc" : "", "")
        .put("filter", filter, "");
  }

  public TableView withFilter(String other) {
    return new TableView(sort, ascending, other);
  }
}
