package dev.cresset.flamegraphui.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.List;
import java.util.Map;

/** Reads and works the flame graph of a page. */
final class GraphProbe {
  private static final String OF_FUNCTION =
      """
      (graph, name) => {
        const { model, stage } = graph;
        const { x, width } = model.boxes;
        let best = -1;
        for (let box = 0; box < x.length; box++) {
          if (model.name(box) === name && (best < 0 || width[box] > width[best])) best = box;
        }
        if (best < 0) return null;
        const area = stage.areaOf(best);
        return { x: area.x + area.width / 2, y: area.y + area.height / 2, width: area.width };
      }\
      """;

  private final Page page;
  private final Locator graph;

  GraphProbe(Page page) {
    this.page = page;
    this.graph = page.locator("flame-graph");
    page.locator("flame-graph[data-ready]")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
  }

  /** The zoomed frame, as the breadcrumb says. */
  String zoomed() {
    return graph.locator(".crumbs b").innerText();
  }

  /** What the search found, as the toolbar says. */
  String found() {
    return graph.locator(".matched").innerText();
  }

  int drawn() {
    return Integer.parseInt(graph.locator("canvas").getAttribute("data-drawn"));
  }

  void search(String text) {
    graph.locator("input").fill(text);
  }

  void click(String function) {
    double[] at = centre(function);
    page.mouse().click(at[0], at[1]);
  }

  void rightClick(String function) {
    double[] at = centre(function);
    page.mouse()
        .click(
            at[0],
            at[1],
            new com.microsoft.playwright.Mouse.ClickOptions()
                .setButton(com.microsoft.playwright.options.MouseButton.RIGHT));
  }

  void hover(String function) {
    double[] at = centre(function);
    page.mouse().move(at[0], at[1]);
  }

  String card() {
    return graph.locator(".card").innerText();
  }

  /** In pixels on the page; 0 if the function is not there. */
  double widthOf(String function) {
    Map<?, ?> area = area(function);
    return area == null ? 0 : ((Number) area.get("width")).doubleValue();
  }

  Locator locator() {
    return graph;
  }

  /** The colour in the middle of the widest box of a function. */
  List<?> colourOf(String function) {
    double[] at = centre(function);
    return (List<?>)
        graph
            .locator("canvas")
            .evaluate(
                """
                (canvas, at) => {
                  const area = canvas.getBoundingClientRect();
                  const ratio = canvas.width / area.width;
                  const x = (at[0] - area.x) * ratio, y = (at[1] - area.y - 7) * ratio;
                  const copy = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
                  copy.drawImage(canvas, x, y, 1, 1, 0, 0, 1, 1);
                  return [...copy.getImageData(0, 0, 1, 1).data];
                }\
                """,
                List.of(at[0], at[1]));
  }

  private double[] centre(String function) {
    Map<?, ?> area = area(function);
    if (area == null) {
      throw new AssertionError(function + " is not in the graph");
    }
    return new double[] {
      ((Number) area.get("x")).doubleValue(), ((Number) area.get("y")).doubleValue()
    };
  }

  private Map<?, ?> area(String function) {
    return (Map<?, ?>) graph.evaluate(OF_FUNCTION, function);
  }
}
