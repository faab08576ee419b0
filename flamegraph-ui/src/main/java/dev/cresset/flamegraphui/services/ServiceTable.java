package dev.cresset.flamegraphui.services;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouterLink;
import dev.cresset.collector.query.Series;
import dev.cresset.collector.query.ServiceSummary;
import dev.cresset.flamegraphui.diff.DiffState;
import dev.cresset.flamegraphui.diff.DiffView;
import dev.cresset.flamegraphui.flame.FlameView;
import dev.cresset.flamegraphui.page.ServiceAddress;
import dev.cresset.flamegraphui.page.TypeNames;
import dev.cresset.flamegraphui.page.Units;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** A line for each service. */
final class ServiceTable extends NativeTable {
  @Serial private static final long serialVersionUID = 1L;

  private static final int SHOWN_RELEASES = 4;

  ServiceTable(List<ServicesView.Row> rows, Instant now, Duration span, Duration step) {
    setClassName("services");
    NativeTableRow head = new NativeTableRow();
    for (String title :
        List.of(
            "Service",
            "Last hour",
            "Releases, newest first",
            "Profiles",
            "Instances",
            "Last seen")) {
      NativeTableHeaderCell cell = new NativeTableHeaderCell(title);
      cell.getElement().setAttribute("scope", "col");
      head.add(cell);
    }
    getHead().add(head);
    rows.forEach(row -> getBody().add(row(row, now, span, step)));
  }

  private static NativeTableRow row(
      ServicesView.Row row, Instant now, Duration span, Duration step) {
    ServiceSummary service = row.service();
    NativeTableRow line = new NativeTableRow();
    line.add(
        cell("name", name(service)),
        cell("trend", trend(row, now, span, step)),
        cell("releases", releases(service, now)),
        cell("types", new Span(types(service))),
        cell("instances", instances(service)),
        cell("seen", seen(service, now)));
    return line;
  }

  private static Component name(ServiceSummary service) {
    RouterLink link =
        new RouterLink(
            service.service(), FlameView.class, ServiceAddress.parameters(service.service()));
    if (!service.types().isEmpty()) {
      link.setQueryParameters(QueryParameters.of("type", ServicesView.mainType(service)));
    }
    Span environments = new Span(String.join(", ", service.environments()));
    environments.setClassName("environments");
    return new Div(link, environments);
  }

  private static Component trend(ServicesView.Row row, Instant now, Duration span, Duration step) {
    if (row.lastHour().isEmpty()) {
      Span quiet = new Span("quiet");
      quiet.setClassName("quiet");
      return quiet;
    }
    Series series = row.lastHour().get();
    SparkLine line = new SparkLine();
    String type = ServicesView.mainType(row.service());
    double[] values = SparkLine.values(series, now, span, step);
    line.show(values);
    double seconds = Units.isLevel(type) ? 1 : step.toSeconds();
    Span value = new Span(Units.rate(SparkLine.latest(values) / seconds, type, series.unit()));
    value.setTitle(TypeNames.of(type));
    return new Div(line, value);
  }

  private static Component releases(ServiceSummary service, Instant now) {
    Div releases = new Div();
    service.releases().stream()
        .limit(SHOWN_RELEASES)
        .forEach(release -> {
          Span chip = new Span(release.release().isEmpty() ? "no release" : release.release());
          chip.setClassName("release");
          chip.setTitle(
              "First seen "
                  + Units.ago(release.firstSeen(), now)
                  + ", last seen "
                  + Units.ago(release.lastSeen(), now));
          Span seen = new Span("since " + Units.ago(release.firstSeen(), now).replace(" ago", ""));
          chip.add(seen);
          releases.add(chip);
        });
    int more = service.releases().size() - SHOWN_RELEASES;
    if (more > 0) {
      releases.add(new Span("and " + more + " more"));
    }
    DiffState.ofNewest(service, now).ifPresent(diff -> releases.add(compare(service, diff)));
    return releases;
  }

  private static Component compare(ServiceSummary service, DiffState diff) {
    RouterLink link =
        new RouterLink(
            "Compare " + diff.releases(),
            DiffView.class,
            ServiceAddress.parameters(service.service()));
    link.setQueryParameters(diff.toParameters());
    link.setClassName("compare");
    return link;
  }

  private static String types(ServiceSummary service) {
    return service.types().stream()
        .map(type -> TypeNames.of(type.type()))
        .collect(Collectors.joining(", "));
  }

  private static Component instances(ServiceSummary service) {
    Span count = new Span("" + service.instances().size());
    count.setTitle(String.join("\n", service.instances()));
    return count;
  }

  private static Component seen(ServiceSummary service, Instant now) {
    Span seen = new Span(Units.ago(service.lastSeen(), now));
    seen.setTitle(service.lastSeen().toString());
    boolean fresh = service.lastSeen().isAfter(now.minusSeconds(60));
    Span dot = new Span();
    dot.setClassName(fresh ? "dot fresh" : "dot");
    return new Div(dot, seen);
  }

  private static NativeTableCell cell(String name, Component content) {
    NativeTableCell cell = new NativeTableCell(content);
    cell.setClassName(name);
    return cell;
  }

  /** A small line of the last values. */
  @Tag("spark-line")
  @JsModule("./spark-line.ts")
  static final class SparkLine extends Component {
    @Serial private static final long serialVersionUID = 1L;

    /**
     * A value for each bucket, all releases together; the last one is still filling and left out.
     */
    static double[] values(Series series, Instant now, Duration span, Duration step) {
      long width = step.toSeconds();
      long first = (now.getEpochSecond() - span.toSeconds()) / width;
      double[] values = new double[(int) (span.toSeconds() / width)];
      for (Series.Line line : series.lines()) {
        for (Series.Point point : line.points()) {
          long bucket = point.time().getEpochSecond() / width - first;
          if (bucket >= 0 && bucket < values.length) {
            values[(int) bucket] += point.value();
          }
        }
      }
      return values;
    }

    /** The newest value that is not nothing. */
    static double latest(double[] values) {
      for (int i = values.length - 1; i >= 0; i--) {
        if (values[i] > 0) {
          return values[i];
        }
      }
      return 0;
    }

    void show(double[] values) {
      getElement().setPropertyList("values", java.util.Arrays.stream(values).boxed().toList());
    }
  }
}
