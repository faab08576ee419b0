package dev.cresset.collector.http;

import dev.cresset.collector.query.ProfileQueries;
import dev.cresset.collector.query.ReleaseDiff;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** {@code GET /api/v1/diff}. */
final class DiffEndpoint implements Endpoint {
  private static final int DEFAULT_NODES = 20_000;
  private static final int MAX_NODES = 4_000_000;

  private final ProfileQueries queries;
  private final SelectionParameters selections;

  DiffEndpoint(ProfileQueries queries, SelectionParameters selections) {
    this.queries = queries;
    this.selections = selections;
  }

  @Override
  public String path() {
    return "/api/v1/diff";
  }

  @Override
  public List<String> parameters() {
    return SelectionParameters.sides("limit", "maxNodes");
  }

  @Override
  public void answer(Call call) throws IOException {
    Parameters parameters = call.parameters();
    int maxNodes = parameters.integer("maxNodes", DEFAULT_NODES, 1, MAX_NODES);
    int limit = parameters.integer("limit", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    SelectionParameters.Sides sides = selections.bothSides(parameters);
    if (sides.base().equals(sides.target())) {
      throw new BadParameterException(
          "target.release",
          "Both sides are the same. Give base.release and target.release, or base.from, base.to,"
              + " target.from and target.to.");
    }
    ReleaseDiff diff = queries.diff(sides.base(), sides.target(), maxNodes);
    try (OutputStream out = call.send("application/json")) {
      DiffJson.write(diff, limit, out);
    }
  }
}
