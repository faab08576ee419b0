package dev.cresset.flamegraphui.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.cresset.flamegraphui.synthetic.ShopProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Takes the pictures of the documentation. */
@Tag("screenshots")
@ExtendWith(BrowserExtension.class)
class ScreenshotsIT {
  private static final Path IMAGES = Path.of("..", "docs", "images");
  private static final long MAX_BYTES = 300_000;

  private final PackagedServer server;
  private final Chromium chromium;

  ScreenshotsIT(PackagedServer server, Chromium chromium) {
    this.server = server;
    this.chromium = chromium;
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void everyPageIsPictured(ColorScheme scheme) throws IOException {
    Page page = chromium.page(1440, 900, scheme);
    String suffix = scheme == ColorScheme.DARK ? "-dark" : "";
    page.navigate(server.url());
    page.locator("table.services spark-line").first().waitFor();
    take(page, "services" + suffix);

    page.navigate(server.url() + "/service/shop?type=cpu&live=off");
    GraphProbe graph = new GraphProbe(page);
    graph.hover(ShopProgram.GROWN);
    take(page, "flame-graph" + suffix);

    page.navigate(server.url() + "/service/shop?type=cpu&live=off&direction=up&q=regex&view=graph");
    new GraphProbe(page);
    take(page, "search" + suffix);

    page.navigate(server.url() + "/service/shop/diff?live=off");
    graph = new GraphProbe(page);
    graph.hover("com.acme.shop.pricing.PriceCalculator.total");
    take(page, "diff" + suffix);
    page.context().close();
  }

  private static void take(Page page, String name) throws IOException {
    page.waitForTimeout(1_500);
    Files.createDirectories(IMAGES);
    Path file = IMAGES.resolve(name + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
    assertThat(Files.size(file)).isLessThan(MAX_BYTES);
  }
}
