package dev.cresset.flamegraphui.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(BrowserExtension.class)
class LivePageIT {
  private static final double PATIENCE = 90_000;

  @Test
  void newDataAppearsByItselfAndZoomAndSearchStay(Page page, PackagedServer server)
      throws Exception {
    ShopSeed.single(server, "pulse", "app.First.work");
    page.navigate(server.url() + "/service/pulse?type=cpu&q=app%5C.");
    GraphProbe graph = new GraphProbe(page);
    graph.click("java.lang.Thread.run");
    assertThat(graph.locator().locator(".matched")).containsText("1 frame");

    ShopSeed.single(server, "pulse", "app.Second.work");

    assertThat(graph.locator().locator(".matched"))
        .containsText("2 frames", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
    assertThat(graph.zoomed()).startsWith("Thread.run");
    assertThat(page.locator("function-name", new Page.LocatorOptions().setHasText("Second.work")))
        .isVisible();
  }

  @Test
  void anEmptyServerSaysHowToAttachAndShowsTheFirstServiceByItself(
      @TempDir Path folder, Chromium chromium) throws Exception {
    try (PackagedServer empty = PackagedServer.start(folder.resolve("data"))) {
      Page page = chromium.page(1280, 800, ColorScheme.LIGHT);
      page.navigate(empty.url());
      assertThat(page.locator("copy-line"))
          .containsText(
              "java -javaagent:cresset-agent.jar=service=my-service,release=1.0,collector=http://localhost:"
                  + empty.grpcPort());

      ShopSeed.single(empty, "first", "app.First.work");

      assertThat(page.locator("table.services"))
          .containsText("first", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
      assertThat(empty.stop()).isTrue();
      page.context().close();
    }
  }

  @Test
  void aPageThatIsOpenWhileTheServerRestartsGoesOnByItself(@TempDir Path folder, Chromium chromium)
      throws Exception {
    Path data = folder.resolve("data");
    Page page = chromium.page(1280, 800, ColorScheme.LIGHT);
    int httpPort;
    try (PackagedServer before = PackagedServer.start(data)) {
      httpPort = before.httpPort();
      ShopSeed.single(before, "pulse", "app.First.work");
      page.navigate(before.url() + "/service/pulse?type=cpu&q=app%5C.");
      assertThat(new GraphProbe(page).locator().locator(".matched")).containsText("1 frame");
      assertThat(before.stop()).isTrue();
    }
    assertThat(page.locator("server-watch")).containsText("The server does not answer");
    try (PackagedServer after = PackagedServer.start(data, httpPort, 0)) {
      ShopSeed.single(after, "pulse", "app.Second.work");

      assertThat(page.locator("flame-graph .matched"))
          .containsText(
              "2 frames", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
      page.context().close();
    }
  }
}
