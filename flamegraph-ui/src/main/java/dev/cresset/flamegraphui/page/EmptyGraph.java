package dev.cresset.flamegraphui.page;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import java.io.Serial;

/** What stands where a flame graph would be if there were samples. */
public final class EmptyGraph extends Div {
  @Serial private static final long serialVersionUID = 1L;

  public EmptyGraph() {
    setClassName("empty");
    add(
        new H2("No samples here"),
        new Paragraph(
            "Nothing of this type was recorded in this range with these filters. Choose a longer"
                + " range, another type or fewer filters."));
  }
}
