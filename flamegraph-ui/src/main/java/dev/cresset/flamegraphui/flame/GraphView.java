package dev.cresset.flamegraphui.flame;

import dev.cresset.flamegraphui.page.UrlQuery;
import java.util.List;

/**
 * How a flame graph is looked at, as links keep it.
 *
 * @param search a regular expression over function names
 * @param zoom the id of the box that fills the width
 * @param highlight the one function that stands out
 * @param inverted whether the tree goes from the leaves to their callers
 * @param rootAtBottom whether it grows upwards
 * @param colours {@code package} or {@code kind}
 * @param widthBy of a comparison: {@code max}, {@code base} or {@code target}
 * @param scaleBy of a comparison: {@code share}, {@code second} or {@code total}
 */
public record GraphView(
    String search,
    String zoom,
    String highlight,
    boolean inverted,
    boolean rootAtBottom,
    String colours,
    String widthBy,
    String scaleBy) {
  public static final GraphView DEFAULT =
      new GraphView("", "", "", false, false, "package", "max", "share");

  public static GraphView from(UrlQuery query) {
    return new GraphView(
        query.get("q", ""),
        query.get("zoom", ""),
        query.get("highlight", ""),
        query.is("direction", "up"),
        query.is("root", "bottom"),
        query.oneOf("colour", List.of("package", "kind")),
        query.oneOf("width", List.of("max", "base", "target")),
        query.oneOf("values", List.of("share", "second", "total")));
  }

  public void writeTo(UrlQuery query) {
    query
        .put("q", search, "")
        .put("zoom", zoom, "")
        .put("highlight", highlight, "")
        .put("direction", inverted ? "up" : "", "")
        .put("root", rootAtBottom ? "bottom" : "", "")
        .put("colour", colours, DEFAULT.colours)
        .put("width", widthBy, DEFAULT.widthBy)
        .put("values", scaleBy, DEFAULT.scaleBy);
  }

  public GraphView withHighlight(String function) {
    return new GraphView(search, zoom, function, inverted, rootAtBottom, colours, widthBy, scaleBy);
  }

  public GraphView withZoom(String other) {
    return new GraphView(
        search, other, highlight, inverted, rootAtBottom, colours, widthBy, scaleBy);
  }

  /** Whether only text that is being typed differs: not worth a step back in the history. */
  public boolean differsOnlyInSearch(GraphView other) {
    return equals(
        new GraphView(
            search,
            other.zoom,
            other.highlight,
            other.inverted,
            other.rootAtBottom,
            other.colours,
            other.widthBy,
            other.scaleBy));
  }
}
