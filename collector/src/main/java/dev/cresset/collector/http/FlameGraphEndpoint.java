package dev.cresset.collector.http;

import dev.cresset.collector.query.FlameTree;
import dev.cresset.collector.query.ProfileQueries;
import dev.cresset.collector.query.Selection;
import dev.cresset.collector.query.StackTable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;

/** {@code GET /api/v1/flamegraph}. */
final class FlameGraphEndpoint implements Endpoint {
  private static final int DEFAULT_NODES = 20_000;
  private static final int MAX_NODES = 4_000_000;

  private final ProfileQueries queries;
  private final SelectionParameters selections;

  FlameGraphEndpoint(ProfileQueries queries, SelectionParameters selections) {
    this.queries = queries;
    this.selections = selections;
  }

  @Override
  public String path() {
    return "/api/v1/flamegraph";
  }

  @Override
  public List<String> parameters() {
    return SelectionParameters.namesAndFrames("by", "format", "maxNodes");
  }

  @Override
  public void answer(Call call) throws IOException {
    String format =
        call.parameters().oneOf("format", List.of("json", "pprof", "collapsed", "speedscope"));
    int maxNodes = call.parameters().integer("maxNodes", DEFAULT_NODES, 1, MAX_NODES);
    Selection selection = selections.selectionAndFrames(call.parameters());
    switch (format) {
      case "json" -> sendJson(call, queries.flameGraph(selection, maxNodes));
      case "pprof" -> sendPprof(call, selection, queries.stacks(selection));
      case "collapsed" -> sendCollapsed(call, queries.flameGraph(selection, MAX_NODES));
      default -> sendSpeedscope(call, selection, queries.flameGraph(selection, MAX_NODES));
    }
  }

  private static void sendJson(Call call, FlameTree tree) throws IOException {
    try (OutputStream out = call.send("application/json")) {
      FlameTreeJson.write(tree, out);
    }
  }

  private static void sendPprof(Call call, Selection selection, StackTable stacks)
      throws IOException {
    attach(call, selection, ".pb.gz");
    try (OutputStream out = call.send("application/octet-stream")) {
      PprofFile.write(stacks, selection.from(), out);
    }
  }

  private static void sendCollapsed(Call call, FlameTree tree) throws IOException {
    try (OutputStream out = call.send("text/plain;charset=utf-8")) {
      CollapsedStacks.write(tree, out);
    }
  }

  private static void sendSpeedscope(Call call, Selection selection, FlameTree tree)
      throws IOException {
    attach(call, selection, ".speedscope.json");
    try (OutputStream out = call.send("application/json")) {
      SpeedscopeFile.write(tree, selection.service(), out);
    }
  }

  private static void attach(Call call, Selection selection, String suffix) {
    String name = (selection.service() + "-" + selection.type()).replaceAll("[^A-Za-z0-9._-]", "_");
    call.header(HttpHeader.CONTENT_DISPOSITION, "attachment; filename=\"" + name + suffix + "\"");
  }
}
