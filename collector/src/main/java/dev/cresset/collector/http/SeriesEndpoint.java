package dev.cresset.collector.http;

import dev.cresset.collector.query.ProfileQueries;
import dev.cresset.collector.query.Selection;
import dev.cresset.collector.query.Series;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import tools.jackson.core.JsonGenerator;

/** {@code GET /api/v1/series}. */
final class SeriesEndpoint implements Endpoint {
  private static final long POINTS = 300;
  private static final long[] STEPS = {
    10, 30, 60, 300, 600, 1800, 3600, 2 * 3600, 6 * 3600, 12 * 3600, 24 * 3600
  };

  private final ProfileQueries queries;
  private final SelectionParameters selections;

  SeriesEndpoint(ProfileQueries queries, SelectionParameters selections) {
    this.queries = queries;
    this.selections = selections;
  }

  @Override
  public String path() {
    return "/api/v1/series";
  }

  @Override
  public List<String> parameters() {
    return SelectionParameters.names("step");
  }

  @Override
  public void answer(Call call) throws IOException {
    Selection selection = selections.selection(call.parameters());
    Duration step =
        call.parameters()
            .get("step")
            .map(text -> TimeText.duration("step", text))
            .orElseGet(() -> defaultStep(selection));
    Series series = queries.series(selection, step);
    try (OutputStream out = call.send("application/json");
        JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeStringProperty("unit", series.unit());
      json.writeNumberProperty("stepMillis", series.step().toMillis());
      json.writeArrayPropertyStart("lines");
      series.lines().forEach(line -> write(json, line));
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /** The smallest round step that makes at most 300 points. */
  private static Duration defaultStep(Selection selection) {
    long seconds = Duration.between(selection.from(), selection.to()).toSeconds();
    long day = STEPS[STEPS.length - 1];
    return Duration.ofSeconds(
        LongStream.of(STEPS)
            .filter(step -> step * POINTS >= seconds)
            .findFirst()
            .orElse((seconds / POINTS / day + 1) * day));
  }

  private static void write(JsonGenerator json, Series.Line line) {
    json.writeStartObject();
    json.writeStringProperty("release", line.release());
    json.writeArrayPropertyStart("points");
    for (Series.Point point : line.points()) {
      json.writeStartObject();
      Json.time(json, "time", point.time());
      json.writeNumberProperty("value", point.value());
      json.writeNumberProperty("samples", point.samples());
      json.writeNumberProperty("instances", point.instances());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
