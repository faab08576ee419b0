package dev.cresset.flamegraphui.flame;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.shared.Registration;
import dev.cresset.collector.query.QueryException;
import dev.cresset.flamegraphui.page.EmptyGraph;
import dev.cresset.flamegraphui.page.History;
import dev.cresset.flamegraphui.page.LiveToggle;
import dev.cresset.flamegraphui.page.PageHeader;
import dev.cresset.flamegraphui.page.Panes;
import dev.cresset.flamegraphui.page.ProblemBox;
import dev.cresset.flamegraphui.page.ServiceAddress;
import dev.cresset.flamegraphui.page.UiServices;
import java.io.Serial;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A page about a service: a flame graph with a table beside it. Every choice on it is in its
 * address, so that a link shows the same thing, and a step in the browser's history.
 *
 * @param <S> what can be chosen on it
 */
public abstract class GraphPage<S extends GraphPage.State<S>> extends Div
    implements BeforeEnterObserver, HasDynamicTitle {
  @Serial private static final long serialVersionUID = 1L;

  /** What every such page lets choose. */
  public interface State<S> {
    GraphView graph();

    S withGraph(GraphView other);

    String panes();

    S withPanes(String other);

    int split();

    S withSplit(int other);

    boolean paused();

    S withPaused(boolean other);

    /** Whether new data can appear in what is asked for. */
    boolean canBeLive();

    /** Whether the same samples are asked for. */
    boolean asksTheSameAs(S other);

    QueryParameters toParameters();
  }

  private final transient UiServices services;
  private final Duration refreshPeriod;
  private final PageHeader header = new PageHeader();
  private final ProblemBox problem = new ProblemBox();
  private final FlameGraph graph = new FlameGraph();
  private LiveToggle live;
  private Panes panes;
  private String service = "";
  private transient S state;
  private Registration refreshing = () -> {};

  protected GraphPage(UiServices services, Duration refreshPeriod, S initial) {
    this.services = services;
    this.refreshPeriod = refreshPeriod;
    this.state = initial;
  }

  /**
   * Lays the page out. To be called by the constructor.
   *
   * @param choices what is asked for
   * @param above what is shown over the graph and the table
   */
  protected final void layOut(List<Component> choices, List<Component> above, Component table) {
    graph.add(new EmptyGraph());
    graph.addViewListener(() -> changeGraph(graph.getView()));
    graph.addShowInTableListener(e -> showInTable(e.function()));
    live = new LiveToggle(paused -> change(s -> s.withPaused(paused)));
    panes =
        new Panes(
            graph,
            table,
            shown -> change(s -> s.withPanes(shown)),
            split -> replace(state.withSplit(split)));
    Div spring = new Div();
    spring.setClassName("spring");
    Div controls = new Div();
    controls.setClassName("controls");
    controls.add(choices);
    controls.add(spring, live, panes.choice());
    add(header, controls);
    add(above);
    add(panes);
  }

  // --- What makes a page.

  /** What a link says. */
  protected abstract S linked(QueryParameters parameters);

  protected abstract void showHeader(PageHeader shown);

  /** The parts of the page's address. */
  protected abstract List<String> path();

  /** Shows the table as the state wants it. */
  protected abstract void showTable(S shown);

  /** Marks a function in the table, and brings it into view if wanted. */
  protected abstract void highlight(String function, boolean reveal);

  /** With a table in which no function is left out. */
  protected abstract S withWholeTable(S shown);

  /** Asks for what the state wants. */
  protected abstract void ask();

  /** Whether an answer is still to come. */
  protected abstract boolean isBusy();

  // --- The link and the page.

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    String entered = ServiceAddress.entered(event);
    S next = linked(event.getLocation().getQueryParameters());
    boolean other = !entered.equals(service);
    service = entered;
    if (other) {
      showHeader(header);
    }
    show(next, other || !next.asksTheSameAs(state));
  }

  protected final UiServices services() {
    return services;
  }

  protected final String service() {
    return service;
  }

  protected final S state() {
    return state;
  }

  /** Goes to another state, with a step in the history that leads back. */
  protected final void change(UnaryOperator<S> change) {
    S next = change.apply(state);
    if (!next.equals(state)) {
      show(next, !next.asksTheSameAs(state));
      History.push(UI.getCurrent(), path(), state.toParameters());
    }
  }

  /** Goes to another state, without such a step. */
  protected final void replace(S next) {
    state = next;
    History.replace(UI.getCurrent(), path(), state.toParameters());
  }

  /** What the reader did in the graph is shown there already. */
  private void changeGraph(GraphView view) {
    if (view.equals(state.graph())) {
      return;
    }
    boolean typing = view.differsOnlyInSearch(state.graph());
    highlight(view.highlight(), false);
    if (typing) {
      replace(state.withGraph(view));
    } else {
      state = state.withGraph(view);
      History.push(UI.getCurrent(), path(), state.toParameters());
    }
  }

  private void show(S next, boolean ask) {
    state = next;
    live.show(state.canBeLive(), state.paused());
    panes.show(state.panes(), state.split());
    graph.setView(state.graph());
    showTable(state);
    highlight(state.graph().highlight(), false);
    if (ask) {
      problem.clear();
      ask();
    }
  }

  private void showInTable(String function) {
    change(s -> {
      S next = withWholeTable(s.withGraph(s.graph().withHighlight(function)));
      return s.panes().equals("graph") ? next.withPanes("both") : next;
    });
    highlight(function, true);
  }

  /** Highlights a function in the graph, or no longer if it was. */
  protected final void toggleHighlight(String function) {
    String next = state.graph().highlight().equals(function) ? "" : function;
    change(s -> s.withGraph(s.graph().withHighlight(next)));
  }

  // --- What came of the questions.

  /** For the subclass to put where problems are to be seen. */
  protected final Component problem() {
    return problem;
  }

  protected final void showBusy() {
    addClassName("busy");
  }

  protected final void showGraph(byte[] data) {
    removeClassName("busy");
    problem.clear();
    graph.setData(data);
  }

  protected final void showProblem(QueryException e) {
    removeClassName("busy");
    problem.show(e);
  }

  // --- New data by itself.

  @Override
  protected void onAttach(AttachEvent event) {
    refreshing = services.runner().every(refreshPeriod, event.getUI(), this::refresh);
  }

  @Override
  protected void onDetach(DetachEvent event) {
    refreshing.remove();
  }

  private void refresh() {
    if (state.canBeLive() && !state.paused() && !isBusy()) {
      ask();
    }
  }
}
