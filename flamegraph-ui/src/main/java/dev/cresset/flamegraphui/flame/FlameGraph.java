package dev.cresset.flamegraphui.flame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.ComponentEventListener;
import com.vaadin.flow.component.DomEvent;
import com.vaadin.flow.component.EventData;
import com.vaadin.flow.component.HasComponents;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.dom.DisabledUpdateMode;
import com.vaadin.flow.dom.DomListenerRegistration;
import com.vaadin.flow.server.streams.DownloadEvent;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.shared.Registration;
import java.io.IOException;
import java.io.Serial;
import java.util.Arrays;
import java.util.List;

/**
 * The flame graph in the browser. Its data goes there as bytes, apart from the component's state;
 * how it is looked at is kept in step with the browser both ways. Its children are shown while it
 * has no data.
 */
@Tag("flame-graph")
@JsModule("./flame-graph.ts")
public final class FlameGraph extends Component implements HasComponents {
  @Serial private static final long serialVersionUID = 1L;

  private static final List<String> PROPERTIES =
      List.of(
          "search",
          "zoom",
          "highlight",
          "inverted",
          "rootAtBottom",
          "colours",
          "widthBy",
          "scaleBy");

  private transient byte[] data = {};

  public FlameGraph() {
    for (String property : PROPERTIES) {
      getElement()
          .addPropertyChangeListener(property, "view-changed", event -> {})
          .setDisabledUpdateMode(DisabledUpdateMode.ALWAYS);
    }
  }

  /**
   * Shows other data. Zoom and search stay.
   *
   * @param gzipped as {@link ProfileEncoder} writes it
   */
  public void setData(byte[] gzipped) {
    if (!Arrays.equals(data, gzipped)) {
      data = gzipped;
      DownloadHandler handler = event -> send(event, gzipped);
      getElement().setAttribute("src", handler);
    }
  }

  public void setView(GraphView view) {
    getElement()
        .setProperty("search", view.search())
        .setProperty("zoom", view.zoom())
        .setProperty("highlight", view.highlight())
        .setProperty("inverted", view.inverted())
        .setProperty("rootAtBottom", view.rootAtBottom())
        .setProperty("colours", view.colours())
        .setProperty("widthBy", view.widthBy())
        .setProperty("scaleBy", view.scaleBy());
  }

  public GraphView getView() {
    return new GraphView(
        getElement().getProperty("search", ""),
        getElement().getProperty("zoom", ""),
        getElement().getProperty("highlight", ""),
        getElement().getProperty("inverted", false),
        getElement().getProperty("rootAtBottom", false),
        getElement().getProperty("colours", "package"),
        getElement().getProperty("widthBy", "max"),
        getElement().getProperty("scaleBy", "share"));
  }

  /** Told when the reader has changed how the graph is looked at. */
  public Registration addViewListener(Runnable listener) {
    DomListenerRegistration registration =
        getElement().addEventListener("view-changed", event -> listener.run());
    return registration;
  }

  public Registration addShowInTableListener(ComponentEventListener<ShowInTable> listener) {
    return addListener(ShowInTable.class, listener);
  }

  private static void send(DownloadEvent event, byte[] gzipped) throws IOException {
    event.inline("profile.bin");
    event.setContentType("application/octet-stream");
    event.setContentLength(gzipped.length);
    event.getResponse().setHeader("Content-Encoding", "gzip");
    event.getResponse().setHeader("Cache-Control", "no-store");
    event.getOutputStream().write(gzipped);
  }

  /** The reader wants to see a function in the table. */
  @DomEvent("show-in-table")
  public static final class ShowInTable extends ComponentEvent<FlameGraph> {
    @Serial private static final long serialVersionUID = 1L;

    private final String function;

    public ShowInTable(
        FlameGraph source, boolean fromClient, @EventData("event.detail.name") String function) {
      super(source, fromClient);
      this.function = function;
    }

    public String function() {
      return function;
    }
  }
}
