package dev.cresset.flamegraphui.services;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.shared.Registration;
import dev.cresset.collector.query.ProfileQueries;
import dev.cresset.collector.query.QueryException;
import dev.cresset.collector.query.Selection;
import dev.cresset.collector.query.Series;
import dev.cresset.collector.query.ServiceSummary;
import dev.cresset.flamegraphui.page.History;
import dev.cresset.flamegraphui.page.Latest;
import dev.cresset.flamegraphui.page.PageHeader;
import dev.cresset.flamegraphui.page.ProblemBox;
import dev.cresset.flamegraphui.page.UiServices;
import dev.cresset.flamegraphui.page.UrlQuery;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All services with their releases; where everything starts. */
@Route("")
@PageTitle("Services · Cresset")
public final class ServicesView extends Div implements BeforeEnterObserver {
  @Serial private static final long serialVersionUID = 1L;

  private static final Duration REFRESH = Duration.ofSeconds(10);
  private static final Duration SPAN = Duration.ofHours(1);
  private static final Duration STEP = Duration.ofMinutes(1);

  /** So many lines are drawn; a store with more services answers for the first of them. */
  private static final int MAX_SERIES = 60;

  private static final int FILTER_FROM = 8;

  /** A service with its last hour, where it was asked for. */
  record Row(ServiceSummary service, Optional<Series> lastHour) {}

  private final transient UiServices services;
  private final Latest rows;
  private final TextField filter = new TextField();
  private final ProblemBox problem = new ProblemBox();
  private final Div content = new Div();
  private transient List<Row> known = List.of();
  private Registration refreshing = () -> {};

  public ServicesView(UiServices services) {
    this.services = services;
    rows = new Latest(services.runner());
    setClassName("page services-page");
    PageHeader header = new PageHeader();
    header.show(ServicesView.class);
    filter.setPlaceholder("Filter services");
    filter.setAriaLabel("Only services whose name contains");
    filter.setClearButtonVisible(true);
    filter.setValueChangeMode(ValueChangeMode.EAGER);
    filter.setVisible(false);
    filter.addValueChangeListener(e -> {
      if (e.isFromClient()) {
        UrlQuery query = new UrlQuery().put("filter", e.getValue(), "");
        History.replace(UI.getCurrent(), List.of(), query.toParameters());
        show();
      }
    });
    Main main = new Main(problem, filter, content);
    add(header, main);
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    UrlQuery query = UrlQuery.of(event.getLocation().getQueryParameters());
    filter.setValue(query.get("filter", ""));
    ask();
  }

  private void ask() {
    Instant now = services.clock().instant();
    rows.ask(UI.getCurrent(), () -> rows(services.queries(), now), this::showRows, problem::show);
  }

  private static List<Row> rows(ProfileQueries queries, Instant now) {
    List<Row> rows = new ArrayList<>();
    for (ServiceSummary service : queries.services()) {
      rows.add(
          new Row(
              service,
              rows.size() < MAX_SERIES ? series(queries, service, now) : Optional.empty()));
    }
    return rows;
  }

  private static Optional<Series> series(
      ProfileQueries queries, ServiceSummary service, Instant now) {
    if (service.types().isEmpty() || service.lastSeen().isBefore(now.minus(SPAN))) {
      return Optional.empty();
    }
    Selection selection =
        new Selection(
            service.service(),
            mainType(service),
            now.minus(SPAN),
            now,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());
    try {
      return Optional.of(queries.series(selection, STEP));
    } catch (QueryException e) {
      // Retention may take the last profile between the two questions.
      if (e.reason() == QueryException.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** CPU time where there is any, else what the service is most useful for. */
  static String mainType(ServiceSummary service) {
    List<String> types = service.types().stream().map(ServiceSummary.Type::type).toList();
    return types.contains("cpu") ? "cpu" : types.getFirst();
  }

  private void showRows(List<Row> answer) {
    problem.clear();
    known = answer;
    show();
  }

  private void show() {
    String wanted = filter.getValue().toLowerCase(Locale.ROOT);
    List<Row> shown =
        known.stream()
            .filter(r -> r.service().service().toLowerCase(Locale.ROOT).contains(wanted))
            .toList();
    filter.setVisible(known.size() >= FILTER_FROM || !wanted.isEmpty());
    content.removeAll();
    content.add(
        known.isEmpty()
            ? new Welcome(services.grpcPort())
            : new ServiceTable(shown, services.clock().instant(), SPAN, STEP));
  }

  @Override
  protected void onAttach(AttachEvent event) {
    refreshing = services.runner().every(REFRESH, event.getUI(), this::refresh);
  }

  @Override
  protected void onDetach(DetachEvent event) {
    refreshing.remove();
  }

  private void refresh() {
    if (!rows.isBusy()) {
      ask();
    }
  }
}
