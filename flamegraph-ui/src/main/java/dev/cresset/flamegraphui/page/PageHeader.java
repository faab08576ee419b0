package dev.cresset.flamegraphui.page;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.server.streams.DownloadHandler;
import java.io.Serial;

/** What stands at the top of every page: where the reader is, and where else to go. */
public final class PageHeader extends Header {
  @Serial private static final long serialVersionUID = 1L;

  private final Nav path = new Nav();
  private final Nav tabs = new Nav();

  public PageHeader() {
    addClassName("page-header");
    path.setClassName("path");
    path.getElement().setAttribute("aria-label", "Where you are");
    tabs.setClassName("tabs");
    tabs.getElement().setAttribute("aria-label", "Views of the service");
    Span spring = new Span();
    spring.setClassName("spring");
    add(path, tabs, spring, new ServerWatch(), new ThemeToggle());
  }

  /** The page that everything starts at. */
  public void show(Class<? extends Component> services) {
    RouterLink home = new RouterLink("", services);
    home.setClassName("brand");
    home.getElement().setAttribute("aria-label", "Cresset: all services");
    home.add(new BrandMark(), new Span("Cresset"));
    path.removeAll();
    tabs.removeAll();
    path.add(home);
  }

  /** A page of a service, to which tabs can then be added. */
  public void show(Class<? extends Component> services, String service) {
    show(services);
    Span name = new Span(service);
    name.setClassName("service");
    path.add(name);
  }

  public void addTab(
      String text, Class<? extends Component> view, String service, QueryParameters query) {
    RouterLink link = new RouterLink(text, view, ServiceAddress.parameters(service));
    link.setQueryParameters(query);
    tabs.add(link);
  }

  /** The page that is shown, which needs no link. */
  public void addCurrentTab(String text) {
    Span current = new Span(text);
    current.getElement().setAttribute("aria-current", "page");
    tabs.add(current);
  }

  /** Notices when the server is away, and when it comes back without knowing the page. */
  @Tag("server-watch")
  @JsModule("./server-watch.ts")
  static final class ServerWatch extends Component {
    @Serial private static final long serialVersionUID = 1L;

    ServerWatch() {
      DownloadHandler known =
          event -> {
            event.inline("known.txt");
            event.setContentType("text/plain");
            event.getOutputStream().write('1');
          };
      getElement().setAttribute("src", known);
    }
  }

  @Tag("theme-toggle")
  @JsModule("./theme-toggle.ts")
  static final class ThemeToggle extends Component {
    @Serial private static final long serialVersionUID = 1L;
  }

  @Tag("brand-mark")
  @JsModule("./brand-mark.ts")
  static final class BrandMark extends Component {
    @Serial private static final long serialVersionUID = 1L;
  }
}
