package dev.cresset.flamegraphui.page;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.cresset.collector.query.QueryException;
import java.io.Serial;

/** What is wrong with a question, and what would be right; hidden while nothing is. */
public final class ProblemBox extends Div {
  @Serial private static final long serialVersionUID = 1L;

  private final Span title = new Span();
  private final Paragraph message = new Paragraph();

  public ProblemBox() {
    setClassName("problem-box");
    getElement().setAttribute("role", "alert");
    title.setClassName("title");
    add(title, message);
    setVisible(false);
  }

  public void show(QueryException problem) {
    title.setText(
        switch (problem.reason()) {
          case INVALID -> "This cannot be asked";
          case NOT_FOUND -> "Not found";
          case TOO_LARGE -> "This is too much at once";
          case UNAVAILABLE -> "The store does not answer";
          case CANCELLED -> "This was given up";
        });
    message.setText(problem.getMessage());
    setVisible(true);
  }

  public void clear() {
    setVisible(false);
  }
}
