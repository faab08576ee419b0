package dev.cresset.flamegraphui.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a seeded server and a page. All tests share the server; each has a browser context of
 * its own, and fails if its page asked anybody but the server, or complained.
 */
final class BrowserExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);

  /** What all tests share. */
  private record Shared(PackagedServer server, Chromium chromium) implements AutoCloseable {
    static Shared start() {
      try {
        Path data = Path.of("target", "it", "shared-" + System.nanoTime()).toAbsolutePath();
        Files.createDirectories(data.getParent());
        PackagedServer server = PackagedServer.start(data);
        ShopSeed.fill(server);
        return new Shared(server, new Chromium());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      chromium.close();
      server.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Page.class || type == PackagedServer.class || type == Chromium.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Shared shared =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent("shared", key -> Shared.start(), Shared.class);
    Class<?> type = parameter.getParameter().getType();
    if (type == PackagedServer.class) {
      return shared.server;
    }
    return type == Chromium.class
        ? shared.chromium
        : watchedPage(shared, context.getStore(NAMESPACE));
  }

  private static Page watchedPage(Shared shared, Store store) {
    Page page = shared.chromium.page(1600, 1000, ColorScheme.LIGHT);
    List<String> complaints = new ArrayList<>();
    store.put("page", page);
    store.put("complaints", complaints);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        complaints.add(message.type() + ": " + message.text());
      }
    });
    page.onPageError(error -> complaints.add("uncaught: " + error));
    page.onRequest(request -> {
      if (!request.url().startsWith(shared.server.url()) && !request.url().startsWith("data:")) {
        complaints.add("asked elsewhere: " + request.url());
      }
    });
    return page;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Store store = context.getStore(NAMESPACE);
    Page page = store.get("page", Page.class);
    if (page != null) {
      Object hacked = page.evaluate("window.hacked");
      page.context().close();
      Assertions.assertThat((List<?>) store.get("complaints", List.class)).isEmpty();
      Assertions.assertThat(hacked).as("Code in a name ran").isNull();
    }
  }
}
