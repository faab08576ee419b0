package dev.cresset.flamegraphui.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.cresset.flamegraphui.synthetic.ShopProgram;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrowserExtension.class)
class DiffPageIT {
  private final PackagedServer server;

  DiffPageIT(PackagedServer server) {
    this.server = server;
  }

  @Test
  void theTwoNewestReleasesAreComparedWithoutBeingNamed(Page page) {
    open(page, "");
    assertThat(page.locator(".side-card.base .badge")).hasText("Base");
    assertThat(page.locator(".side-card.base .name")).hasText("1.0");
    assertThat(page.locator(".side-card.target .name")).hasText("1.1");
    assertThat(page.locator(".side-card.target .facts")).containsText("2 instances");
    assertThat(page.locator(".summary")).containsText("for the same work");
    page.waitForURL(Pattern.compile(".*base\\.release=1\\.0.*"));
  }

  @Test
  void whatChangedIsToldInWordsWithItsInterval(Page page) {
    open(page, "&view=table");
    page.locator(".changes-table vaadin-text-field input").fill("PriceRules.apply");
    Locator verdict = page.locator(".verdict[data-verdict=GROWN]").first();
    assertThat(verdict).hasText(Pattern.compile("grew by [\\d.]+ points \\([\\d.]+ … [\\d.]+\\)"));
    assertThat(page.locator("change-interval").first()).containsText("+");

    page.locator(".changes-table vaadin-text-field input").fill("LegacyXmlExport");
    assertThat(page.locator(".verdict[data-verdict=REMOVED]").first()).containsText("gone");
    page.locator(".changes-table vaadin-text-field input").fill("CouponIndex");
    assertThat(page.locator(".verdict[data-verdict=ADDED]").first()).containsText("new");
  }

  @Test
  void addedRemovedGrownAndShrunkFramesAreToldApartWithoutColour(Page page) {
    GraphProbe graph = open(page, "&view=graph&width=max");
    assertThat(label(graph, ShopProgram.GROWN)).startsWith("▲");
    assertThat(label(graph, ShopProgram.ADDED)).startsWith("+");
    assertThat(label(graph, ShopProgram.REMOVED)).startsWith("−");
    assertThat(label(graph, ShopProgram.SHRUNK)).startsWith("▼");
    assertThat(graph.colourOf(ShopProgram.GROWN)).isNotEqualTo(graph.colourOf("start_thread"));
  }

  @Test
  void theWidthIsOfTheSideThatIsChosen(Page page) {
    GraphProbe graph = open(page, "&view=graph");
    assertThat(graph.widthOf(ShopProgram.REMOVED)).isPositive();
    graph.locator().locator("select").first().selectOption("target");
    page.waitForCondition(() -> page.url().contains("width=target"));
    assertThat(graph.widthOf(ShopProgram.REMOVED)).isZero();
    assertThat(graph.widthOf(ShopProgram.ADDED)).isPositive();
    graph.locator().locator("select").nth(1).selectOption("second");
    page.waitForCondition(() -> page.url().contains("values=second"));
    assertThat(graph.drawn()).isPositive();
  }

  @Test
  void inANarrowWindowTheChoicesOfTheGraphFitInOneLine(Page page) {
    page.setViewportSize(1024, 768);
    GraphProbe graph = open(page, "");
    Object lines =
        graph
            .locator()
            .evaluate(
                """
                graph => new Set([...graph.renderRoot.querySelectorAll('select, .segments, .square')]
                  .map(choice => {
                    const { top, height } = choice.getBoundingClientRect();
                    return Math.round(top + height / 2);
                  })).size\
                """);
    assertThat(lines).isEqualTo(1);
    assertThat(graph.drawn()).isPositive();
  }

  @Test
  void theSidesCanBeSwapped(Page page) {
    open(page, "");
    page.locator(".swap").click();
    assertThat(page.locator(".side-card.base .name")).hasText("1.1");
    assertThat(page.locator(".side-card.target .name")).hasText("1.0");
    page.waitForCondition(() -> page.url().contains("base.release=1.1"));
    page.goBack();
    assertThat(page.locator(".side-card.base .name")).hasText("1.0");
  }

  @Test
  void aClickInTheTableHighlightsInTheGraph(Page page) {
    GraphProbe graph = open(page, "");
    page.locator("function-name", new Page.LocatorOptions().setHasText("LegacyXmlExport"))
        .first()
        .click();
    assertThat(graph.locator().locator(".chip")).containsText(ShopProgram.REMOVED);
  }

  private GraphProbe open(Page page, String more) {
    page.navigate(server.url() + "/service/shop/diff?type=cpu&live=off" + more);
    return new GraphProbe(page);
  }

  private static String label(GraphProbe graph, String function) {
    Object labels =
        graph
            .locator()
            .evaluate(
                """
                (graph, name) => {
                  const model = graph.model;
                  for (let box = 0; box < model.size; box++) {
                    if (model.name(box) === name) return graph.stage.scene.look.labels(box);
                  }
                  return [''];
                }\
                """,
                function);
    return (String) ((List<?>) labels).getFirst();
  }
}
