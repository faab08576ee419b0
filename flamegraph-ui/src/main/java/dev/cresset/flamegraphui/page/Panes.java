package dev.cresset.flamegraphui.page;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.splitlayout.SplitLayout;
import java.io.Serial;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** A graph and a table side by side, either of which may have all of the room. */
public final class Panes extends SplitLayout {
  @Serial private static final long serialVersionUID = 1L;

  private final Segments choice;

  public Panes(Component graph, Component table, Consumer<String> onChoice, IntConsumer onSplit) {
    super(graph, table);
    choice =
        new Segments(
            "What is shown",
            List.of(
                Map.entry("graph", "Graph"),
                Map.entry("both", "Both"),
                Map.entry("table", "Table")),
            onChoice);
    addSplitterDragEndListener(e -> onSplit.accept((int) Math.round(getSplitterPosition())));
  }

  /** Where the reader chooses; belongs into the page's controls. */
  public Segments choice() {
    return choice;
  }

  /**
   * @param shown {@code both}, {@code graph} or {@code table}
   * @param split the graph's part of the width in percent
   */
  public void show(String shown, int split) {
    choice.show(shown);
    setClassName("panes " + shown);
    setSplitterPosition(split);
  }
}
