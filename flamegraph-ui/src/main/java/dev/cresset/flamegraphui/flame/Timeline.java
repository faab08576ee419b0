package dev.cresset.flamegraphui.flame;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.ComponentEventListener;
import com.vaadin.flow.component.DomEvent;
import com.vaadin.flow.component.EventData;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.shared.Registration;
import dev.cresset.collector.query.Series;
import dev.cresset.flamegraphui.page.TimeRange;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Values over time, a line for each release; brushing chooses a range. */
@Tag("time-line")
@JsModule("./time-line.ts")
public final class Timeline extends Component {
  @Serial private static final long serialVersionUID = 1L;

  private static final int POINTS = 180;
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(6));

  /** A bucket width that gives a range about as many points as a chart can show. */
  public static Duration stepFor(Duration length) {
    return STEPS.stream()
        .filter(step -> length.dividedBy(step) <= POINTS)
        .findFirst()
        .orElse(Duration.ofDays(1));
  }

  /** After the end of a window of ten seconds its profile is still on its way. */
  private static final Duration ARRIVAL = Duration.ofSeconds(15);

  /**
   * What the browser gets.
   *
   * @param complete until when everything has arrived
   */
  record Chart(
      String type,
      String unit,
      double from,
      double to,
      double step,
      double complete,
      List<Line> lines) {}

  /**
   * @param colour the release's place among all of the service, which decides its colour
   */
  record Line(String release, int colour, double[] times, double[] values) {}

  /**
   * @param asked when the series was; what is younger is not complete yet
   * @param releases all of the service, oldest first, so that each keeps its colour
   */
  public void setSeries(
      String type, Series series, TimeRange.Resolved range, Instant asked, List<String> releases) {
    List<Line> lines =
        series.lines().stream()
            .map(line ->
                new Line(
                    line.release(),
                    Math.max(0, releases.indexOf(line.release())),
                    line.points().stream().mapToDouble(p -> seconds(p.time())).toArray(),
                    line.points().stream().mapToDouble(Series.Point::value).toArray()))
            .toList();
    getElement()
        .setPropertyBean(
            "chart",
            new Chart(
                type,
                series.unit(),
                seconds(range.from()),
                seconds(range.to()),
                series.step().toMillis() / 1000.0,
                seconds(asked.minus(ARRIVAL)),
                lines));
  }

  public Registration addBrushListener(ComponentEventListener<Brushed> listener) {
    return addListener(Brushed.class, listener);
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  /** The reader has chosen a range on the chart. */
  @DomEvent("range-brushed")
  public static final class Brushed extends ComponentEvent<Timeline> {
    @Serial private static final long serialVersionUID = 1L;

    private final double from;
    private final double to;

    public Brushed(
        Timeline source,
        boolean fromClient,
        @EventData("event.detail.from") double from,
        @EventData("event.detail.to") double to) {
      super(source, fromClient);
      this.from = from;
      this.to = to;
    }

    public TimeRange range() {
      return TimeRange.between(
          Instant.ofEpochSecond((long) from), Instant.ofEpochSecond((long) Math.ceil(to)));
    }
  }
}
