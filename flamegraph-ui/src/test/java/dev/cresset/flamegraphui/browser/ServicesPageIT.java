package dev.cresset.flamegraphui.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrowserExtension.class)
class ServicesPageIT {
  private final PackagedServer server;

  ServicesPageIT(PackagedServer server) {
    this.server = server;
  }

  @Test
  void aServiceIsListedWithItsReleasesAndLeadsToItsFlameGraph(Page page) {
    page.navigate(server.url());
    Locator shop = row(page, "shop");
    assertThat(shop.locator(".release"))
        .hasText(
            new Pattern[] {Pattern.compile("1\\.1since .*"), Pattern.compile("1\\.0since .*")});
    assertThat(shop.locator(".types")).containsText("CPU time");
    assertThat(shop.locator(".instances")).hasText("2");
    assertThat(shop.locator("spark-line polyline")).isVisible();

    shop.locator(".name a").click();

    page.waitForURL(Pattern.compile(".*/service/shop\\?type=cpu.*"));
    new GraphProbe(page);
  }

  @Test
  void twoReleasesCanBeComparedFromTheList(Page page) {
    page.navigate(server.url());
    row(page, "shop").locator(".compare").click();

    page.waitForURL(
        Pattern.compile(
            ".*base\\.release=1\\.0.*target\\.release=1\\.1.*|.*target\\.release=1\\.1.*base\\.release=1\\.0.*"));
    assertThat(page.locator(".side-card.base .name")).hasText("1.0");
    assertThat(page.locator(".side-card.target .name")).hasText("1.1");
  }

  private static Locator row(Page page, String service) {
    return page.locator("table.services tbody tr")
        .filter(new Locator.FilterOptions().setHas(page.locator("text=\"" + service + "\"")));
  }
}
