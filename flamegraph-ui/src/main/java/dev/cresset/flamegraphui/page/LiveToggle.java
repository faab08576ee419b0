package dev.cresset.flamegraphui.page;

import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import java.io.Serial;
import java.util.function.Consumer;

/** Says whether new data appears by itself, and stops that so that a picture can be read. */
public final class LiveToggle extends NativeButton {
  @Serial private static final long serialVersionUID = 1L;

  private final Span text = new Span();
  private boolean paused;

  public LiveToggle(Consumer<Boolean> onPaused) {
    setClassName("live-toggle");
    Span dot = new Span();
    dot.setClassName("dot");
    add(dot, text);
    addClickListener(e -> onPaused.accept(!paused));
  }

  public void show(boolean live, boolean nowPaused) {
    paused = nowPaused;
    boolean running = live && !paused;
    setVisible(live);
    text.setText(running ? "Live" : "Paused");
    setTitle(
        running
            ? "New data appears every 10 seconds. Click to pause."
            : "The page stays as it is. Click to follow new data.");
    getElement().setAttribute("aria-pressed", running + "");
    setClassName("live-toggle " + (running ? "running" : "paused"));
  }
}
