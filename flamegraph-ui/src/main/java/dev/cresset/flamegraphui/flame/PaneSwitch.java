package dev.cresset.flamegraphui.flame;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Chooses what of the page is shown: the graph, the table, or both. */
final class PaneSwitch extends Div {
  @Serial private static final long serialVersionUID = 1L;

  private final Map<String, NativeButton> buttons = new LinkedHashMap<>();

  PaneSwitch(Consumer<String> onChoice) {
    setClassName("segments");
    getElement().setAttribute("role", "group");
    getElement().setAttribute("aria-label", "What is shown");
    Map<String, String> choices = new LinkedHashMap<>();
    choices.put("graph", "Graph");
    choices.put("both", "Both");
    choices.put("table", "Table");
    choices.forEach((value, text) -> {
      NativeButton button = new NativeButton(text, e -> onChoice.accept(value));
      buttons.put(value, button);
      add(button);
    });
  }

  void show(String chosen) {
    buttons.forEach((value, button) ->
        button.getElement().setAttribute("aria-pressed", value.equals(chosen) + ""));
  }
}
