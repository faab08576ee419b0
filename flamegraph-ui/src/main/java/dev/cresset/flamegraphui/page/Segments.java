package dev.cresset.flamegraphui.page;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A few choices side by side, of which one holds. */
public final class Segments extends Div {
  @Serial private static final long serialVersionUID = 1L;

  private final Map<String, NativeButton> buttons = new LinkedHashMap<>();

  /**
   * @param choices each value with what is written on it
   */
  public Segments(
      String label, List<Map.Entry<String, String>> choices, Consumer<String> onChoice) {
    setClassName("segments");
    getElement().setAttribute("role", "group");
    getElement().setAttribute("aria-label", label);
    for (Map.Entry<String, String> choice : choices) {
      NativeButton button =
          new NativeButton(choice.getValue(), e -> onChoice.accept(choice.getKey()));
      buttons.put(choice.getKey(), button);
      add(button);
    }
  }

  public void show(String chosen) {
    buttons.forEach((value, button) ->
        button.getElement().setAttribute("aria-pressed", value.equals(chosen) + ""));
  }
}
