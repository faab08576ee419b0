package dev.cresset.flamegraphui.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of profile goes by its name and is told in its unit. */
@ExtendWith(BrowserExtension.class)
class KindsPageIT {
  private static final String SERVICE = "kinds";

  private final PackagedServer server;

  KindsPageIT(PackagedServer server) {
    this.server = server;
  }

  @BeforeAll
  static void seed(PackagedServer server) {
    ShopSeed.everyKind(server, SERVICE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cpu               | CPU time                | [\\d.]+ m?s       | cores?$
          wall              | Wall-clock time         | [\\d.]+ m?s       | m?s/s$
          alloc_space       | Allocated memory        | [\\d.]+ [KM]iB    | [KM]iB/s$
          alloc_objects     | Allocated objects       | [\\d,]+           | [\\d.]/s$
          live_space        | Live heap               | [\\d.]+ [KM]iB    | [KM]iB$
          live_objects      | Live objects            | [\\d,]+           | \\d$
          lock_delay        | Lock waiting time       | [\\d.]+ m?s       | ms/s$
          lock_contentions  | Lock contentions        | [\\d,]+           | [\\d.]/s$
          nativemem_space   | Native memory allocated | [\\d.]+ [KM]iB    | [KM]iB/s$
          nativemem_objects | Native allocations      | [\\d,]+           | [\\d.]/s$
          exceptions        | Exceptions              | [\\d,]+           | [\\d.]/s$
          """)
  void eachIsDrawnUnderItsNameInItsUnit(
      String type, String name, String total, String rate, Page page) {
    page.navigate(server.url() + "/service/" + SERVICE + "?live=off&type=" + type);
    GraphProbe graph = new GraphProbe(page);

    assertThat(page.locator("vaadin-select.type")).containsText(name);
    assertThat(page).hasTitle(SERVICE + " · " + name + " · Cresset");
    graph.hover("java.lang.Thread.run");
    assertThat(graph.card()).containsPattern("Total\\s+" + total);
    assertThat(page.locator("time-line .u-axis").last()).isVisible();
  }

  @Test
  void allAreOffered(Page page) {
    page.navigate(server.url() + "/service/" + SERVICE + "?live=off&type=cpu");
    new GraphProbe(page);
    page.locator("vaadin-select.type").click();
    Locator offered = page.locator("vaadin-select.type vaadin-select-list-box vaadin-select-item");

    assertThat(offered)
        .hasText(
            new String[] {
              "CPU time",
              "Wall-clock time",
              "Allocated memory",
              "Allocated objects",
              "Live heap",
              "Live objects",
              "Lock waiting time",
              "Lock contentions",
              "Native memory allocated",
              "Native allocations",
              "Exceptions"
            });
    offered.filter(new Locator.FilterOptions().setHasText("Exceptions")).click();
    page.waitForURL(Pattern.compile(".*type=exceptions.*"));
    GraphProbe graph = new GraphProbe(page);
    // The address changes before the graph does.
    page.waitForCondition(() -> graph.widthOf("java.lang.NumberFormatException") > 0);
  }
}
