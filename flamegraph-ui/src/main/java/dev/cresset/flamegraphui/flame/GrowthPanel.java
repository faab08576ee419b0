package dev.cresset.flamegraphui.flame;

import com.vaadin.flow.component.Composite;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.cresset.collector.query.Growth;
import dev.cresset.collector.query.Growth.Row;
import dev.cresset.collector.query.Growth.Verdict;
import dev.cresset.flamegraphui.page.Units;
import java.io.Serial;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What of the live heap only ever grows. Shown for types that are levels only. */
@JsModule("./function-name.ts")
final class GrowthPanel extends Composite<Div> {
  @Serial private static final long serialVersionUID = 1L;

  private static final int MAX_ROWS = 8;

  private final Grid<Row> grid = new Grid<>();
  private final Span summary = new Span();
  private String unit = "bytes";

  /**
   * @param onFunction told the function of a row that was clicked
   */
  GrowthPanel(Consumer<String> onFunction) {
    name("Class", Row::className, "180px");
    name("Allocated in", Row::function, "240px");
    value("Growth", row -> "+" + Units.value(row.perHour(), unit) + "/h");
    value("Of all growth", row -> Units.share(row.share()));
    value("In use", row -> Units.value(row.inUse(), unit));
    value("", row -> row.verdict() == Verdict.GROWING ? "only grows" : "too early to tell");
    grid.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_NO_BORDER);
    grid.setSelectionMode(Grid.SelectionMode.NONE);
    grid.setAllRowsVisible(true);
    grid.addItemClickListener(e -> onFunction.accept(e.getItem().function()));
    summary.setClassName("growth-summary");
    getContent().setClassName("growth");
    getContent().add(summary, grid);
    hide();
  }

  void hide() {
    setVisible(false);
  }

  void show(Growth growth) {
    unit = growth.unit();
    List<Row> growers = growth.rows().stream().filter(r -> r.verdict() != Verdict.STEADY).toList();
    summary.setText(summary(growers, growth.windows()));
    grid.setItems(growers.subList(0, Math.min(MAX_ROWS, growers.size())));
    grid.setVisible(!growers.isEmpty());
    setVisible(true);
  }

  private static String summary(List<Row> growers, long windows) {
    long sure = growers.stream().filter(row -> row.verdict() == Verdict.GROWING).count();
    String of = " of " + Units.grouped(windows) + " profiles";
    if (sure == 0) {
      return "Nothing is sure to only grow, by the levels" + of + ".";
    }
    String what = sure == 1 ? "1 site only grows" : Units.grouped(sure) + " sites only grow";
    String shown = growers.size() > MAX_ROWS ? "; the " + MAX_ROWS + " steepest" : "";
    return what + ", by the levels" + of + shown + ":";
  }

  private void name(String header, Function<Row, String> name, String width) {
    grid.addColumn(
            LitRenderer.<Row>of("<function-name .name=${item.name} .kind=${0}></function-name>")
                .withProperty("name", name::apply))
        .setHeader(header)
        .setWidth(width)
        .setFlexGrow(1);
  }

  private void value(String header, Function<Row, String> value) {
    grid.addColumn(value::apply).setHeader(header).setWidth("130px").setFlexGrow(0);
  }
}
