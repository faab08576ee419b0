package dev.cresset.flamegraphui.page;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.QueryParameters;
import java.util.List;

/** Keeps the address of the page in step with what it shows. */
public final class History {
  private History() {}

  /** Goes on to another state; the browser's back button leads back. */
  public static void push(UI ui, List<String> path, QueryParameters query) {
    ui.getPage().getHistory().pushState(null, new Location(path, query));
  }

  /** Puts another state in the place of this one. */
  public static void replace(UI ui, List<String> path, QueryParameters query) {
    ui.getPage().getHistory().replaceState(null, new Location(path, query));
  }
}
