package dev.cresset.flamegraphui.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.cresset.flamegraphui.synthetic.ShopProgram;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrowserExtension.class)
class FlamePageIT {
  private static final String CHECKOUT = "com.acme.shop.web.CartHandler.checkout";

  private final PackagedServer server;

  FlamePageIT(PackagedServer server) {
    this.server = server;
  }

  @Test
  void aClickZoomsTheBreadcrumbAndEscapeLeadBackAndTheLinkKeepsIt(Page page) {
    GraphProbe graph = open(page, "");
    graph.click(CHECKOUT);
    assertThat(graph.locator().locator(".crumbs b")).containsText("CartHandler.checkout");
    page.waitForURL(Pattern.compile(".*zoom=[0-9a-f]{16}.*"));
    String link = page.url();

    page.keyboard().press("Escape");
    assertThat(graph.locator().locator(".crumbs b")).containsText("All");
    page.waitForCondition(() -> !page.url().contains("zoom="));

    page.goBack();
    assertThat(graph.locator().locator(".crumbs b")).containsText("CartHandler.checkout");

    page.navigate(link);
    graph = new GraphProbe(page);
    assertThat(graph.locator().locator(".crumbs b")).containsText("CartHandler.checkout");
    graph
        .locator()
        .locator(".crumbs button", new Locator.LocatorOptions().setHasText("All"))
        .click();
    assertThat(graph.locator().locator(".crumbs b")).containsText("All");
  }

  @Test
  void aSearchSaysWhatShareMatchesAndALinkWithItSaysTheSame(Page page) {
    GraphProbe graph = open(page, "&from=now-2h");
    graph.search("pricing\\.");
    Locator matched = graph.locator().locator(".matched");
    assertThat(matched).containsText(Pattern.compile("\\d+(\\.\\d+)? %"));
    page.waitForCondition(() -> page.url().contains("q=pricing"));
    String found = graph.found();

    page.navigate(page.url());
    graph = new GraphProbe(page);
    assertThat(graph.locator().locator(".matched")).hasText(found);
    assertThat(page.locator("flame-graph input").inputValue()).isEqualTo("pricing\\.");

    graph.search("no(such");
    assertThat(graph.locator().locator(".matched")).containsText("0 %");
  }

  @Test
  void aMatchUnderAMatchCountsOnce(Page page) {
    GraphProbe graph = open(page, "&q=.");
    assertThat(graph.locator().locator(".matched")).containsText("100.0 %");
  }

  @Test
  void hoveringTellsEverythingOfAFrame(Page page) {
    GraphProbe graph = open(page, "");
    graph.hover(CHECKOUT);
    assertThat(graph.locator().locator(".card")).isVisible();
    assertThat(graph.card()).contains(CHECKOUT, "Java", "Total", "Self", "Samples", "of total");
  }

  @Test
  void aClickInTheTableHighlightsTheFunctionInTheGraph(Page page) {
    GraphProbe graph = open(page, "");
    page.locator(".top-table vaadin-text-field input").fill("PriceRules.apply");
    assertThat(page.locator(".top-table .count")).containsText("1 of ");
    Locator row =
        page.locator("function-name", new Page.LocatorOptions().setHasText("applyDiscounts"));
    row.first().click();
    assertThat(graph.locator().locator(".chip")).containsText(ShopProgram.GROWN);
    page.waitForCondition(() -> page.url().contains("highlight="));
    assertThat(graph.locator().locator(".matched")).containsText("1 frame");
  }

  @Test
  void theMenuCopiesSearchesAndShowsInTheTable(Page page) {
    GraphProbe graph = open(page, "&view=graph");
    graph.rightClick(CHECKOUT);
    Locator menu = graph.locator().locator(".menu");
    assertThat(menu).isVisible();
    menu.locator("button", new Locator.LocatorOptions().setHasText("Show in table")).click();
    assertThat(page.locator(".top-table vaadin-grid")).isVisible();
    assertThat(graph.locator().locator(".chip")).containsText(CHECKOUT);

    graph.rightClick(CHECKOUT);
    menu.locator("button", new Locator.LocatorOptions().setHasText("Search for it")).click();
    assertThat(page.locator("flame-graph input"))
        .hasValue("^com\\.acme\\.shop\\.web\\.CartHandler\\.checkout$");
  }

  @Test
  void theKeyboardAloneIsEnough(Page page) {
    GraphProbe graph = open(page, "");
    graph.locator().locator(".stage").focus();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("ArrowDown");
    assertThat(graph.locator().locator("#current")).containsText("java.lang.Thread.run");
    page.keyboard().press("ArrowRight");
    assertThat(graph.locator().locator("#current")).containsText("start_thread");
    page.keyboard().press("Enter");
    assertThat(graph.locator().locator(".crumbs b")).containsText("start_thread");
    page.keyboard().press("/");
    page.keyboard().type("G1");
    assertThat(graph.locator().locator(".matched")).containsText("%");
  }

  @Test
  void bottomUpStartsAtTheFunctionsThatTakeTheTime(Page page) {
    GraphProbe graph = open(page, "");
    assertThat(graph.widthOf("epoll_wait")).isPositive();
    graph.locator().locator("button", new Locator.LocatorOptions().setHasText("Bottom-up")).click();
    page.waitForCondition(() -> page.url().contains("direction=up"));
    graph.click("__schedule");
    assertThat(graph.locator().locator(".crumbs"))
        .containsText(Pattern.compile("All\\s*›\\s*__schedule"));
  }

  @Test
  void brushingTheTimelineNarrowsTheRange(Page page) {
    GraphProbe graph = open(page, "");
    Locator plot = page.locator("time-line .u-over");
    plot.waitFor();
    com.microsoft.playwright.options.BoundingBox box = plot.boundingBox();
    page.mouse().move(box.x + box.width * 0.75, box.y + box.height / 2);
    page.mouse().down();
    page.mouse().move(box.x + box.width * 0.9, box.y + box.height / 2);
    page.mouse().up();
    page.waitForCondition(() -> page.url().matches(".*from=20\\d\\d-.*to=20\\d\\d-.*"));
    assertThat(page.locator(".live-toggle")).isHidden();

    page.goBack();
    assertThat(page.locator(".range-button")).hasText("Last hour");
    assertThat(graph.locator()).isVisible();
  }

  @Test
  void filtersNarrowTheSamplesDownAndStayInTheLink(Page page) {
    GraphProbe graph = open(page, "&release=1.0");
    page.waitForCondition(() -> graph.widthOf(ShopProgram.REMOVED) > 0);
    assertThat(graph.widthOf(ShopProgram.ADDED)).isZero();

    GraphProbe checkouts = open(page, "&label.endpoint=GET+%2Fsearch");
    assertThat(page.locator(".chips .chip")).containsText("endpoint = GET /search");
    assertThat(checkouts.widthOf(CHECKOUT)).isZero();
    page.locator(".chips .chip vaadin-button").click();
    page.waitForCondition(() -> checkouts.widthOf(CHECKOUT) > 0);
  }

  @Test
  void aNameThatIsMarkupStaysText(Page page) {
    GraphProbe graph = open(page, "&q=onerror&highlight=");
    assertThat(graph.locator().locator(".matched")).containsText("1 frame");
    graph.hover(ShopProgram.HOSTILE);
    assertThat(graph.card()).contains("<img src=x onerror=window.hacked=1>");
    graph.rightClick(ShopProgram.HOSTILE);
    graph
        .locator()
        .locator(".menu button", new Locator.LocatorOptions().setHasText("Show in table"))
        .click();
    assertThat(graph.locator().locator(".chip")).containsText("<img");
    assertThat(page.locator("function-name", new Page.LocatorOptions().setHasText("<img")).first())
        .isVisible();
    assertThat(page.locator("img")).hasCount(0);
  }

  @Test
  void aServiceMayHaveAnyName(Page page) throws Exception {
    String name = "team/shop ä%2F;..";
    ShopSeed.single(server, name, "app.Slashed.work");
    page.navigate(server.url());
    page.locator("table.services a", new Page.LocatorOptions().setHasText(name)).first().click();
    GraphProbe graph = new GraphProbe(page);
    assertThat(page.locator(".page-header .service")).hasText(name);
    graph.click("app.Slashed.work");
    page.waitForCondition(() -> page.url().contains("zoom="));

    page.reload();
    graph = new GraphProbe(page);
    assertThat(graph.locator().locator(".crumbs b")).containsText("Slashed.work");
    page.locator(".page-header .tabs a").click();
    assertThat(page.locator(".diff-page .problem-box")).containsText("Both sides are the same");
    page.reload();
    assertThat(page.locator(".page-header .service")).hasText(name);
  }

  @Test
  void theTimelineLeavesOutWhatIsStillComingIn(Page page) throws Exception {
    ShopSeed.single(server, "fresh", "app.Fresh.work");
    page.navigate(server.url() + "/service/fresh?type=cpu&live=off");
    new GraphProbe(page);
    Object told =
        page.locator("time-line")
            .evaluate(
                """
                line => {
                  const { step, complete, lines } = line.chart;
                  const [times, values] = line.plot.data;
                  const young = times.map((time) => time + step > complete);
                  const drawn = values.filter((value, i) => young[i] && value !== null);
                  return [lines[0].times.length, drawn.length, young.indexOf(true) > 100].join();
                }\
                """);
    assertThat(told).isEqualTo("1,0,true");
  }

  @Test
  void coloursFollowTheSystemAndTheToggleOverridesThem(Page page) {
    open(page, "");
    assertThat(background(page)).isEqualTo("rgb(244, 245, 247)");
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertThat(background(page)).isEqualTo("rgb(18, 20, 24)");
    page.locator("theme-toggle button").click();
    assertThat(background(page)).isEqualTo("rgb(244, 245, 247)");
    page.reload();
    new GraphProbe(page);
    assertThat(background(page)).isEqualTo("rgb(244, 245, 247)");
  }

  @Test
  void whatCannotBeAskedIsSaidWithItsRemedy(Page page) {
    page.navigate(server.url() + "/service/nothing");
    assertThat(page.locator(".problem-box")).containsText("nothing");
    page.navigate(server.url() + "/service/shop?from=yesterday");
    assertThat(page.locator(".problem-box")).containsText("\"yesterday\" is no time");
    page.navigate(server.url() + "/service/shop?type=cpu&from=now-1h&to=now-2h");
    assertThat(page.locator(".problem-box")).containsText("ends before it begins");
  }

  @Test
  void nothingIsDrawnTwiceOrTooSmallToBeSeen(Page page) {
    GraphProbe graph = open(page, "&view=graph");
    int nodes = (int) graph.locator().evaluate("graph => graph.model.size");
    assertThat(graph.drawn()).isPositive().isLessThan(nodes);
  }

  private GraphProbe open(Page page, String more) {
    page.navigate(server.url() + "/service/shop?type=cpu" + more);
    return new GraphProbe(page);
  }

  private static Object background(Page page) {
    return page.evaluate("getComputedStyle(document.body).backgroundColor");
  }
}
