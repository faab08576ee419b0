package dev.cresset.flamegraphui.diff;

import com.vaadin.flow.component.Composite;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridSortOrder;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.provider.ListDataProvider;
import com.vaadin.flow.data.provider.SortDirection;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.cresset.collector.query.ReleaseDiff.FunctionChange;
import dev.cresset.flamegraphui.page.Segments;
import dev.cresset.flamegraphui.page.Units;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The functions that changed, with how sure that is. */
@JsModule("./function-name.ts")
@JsModule("./change-interval.ts")
final class ChangesGrid extends Composite<Div> {
  @Serial private static final long serialVersionUID = 1L;

  private static final int FILTER_DELAY_MILLIS = 150;

  /** What can happen to the table by the reader's hand. */
  interface Listener {
    void onChanges(ChangesView view);

    void onFunction(String function);
  }

  private final Grid<FunctionChange> grid = new Grid<>();
  private final TextField filter = new TextField();
  private final Segments only;
  private final Span count = new Span();
  private final List<FunctionChange> rows = new ArrayList<>();
  private final ListDataProvider<FunctionChange> provider = new ListDataProvider<>(rows);
  private transient List<FunctionChange> changes = List.of();
  private ChangesView view = ChangesView.DEFAULT;
  private String highlight = "";
  private double scale = 0.01;
  private boolean showing;

  ChangesGrid(Listener listener) {
    filter.setPlaceholder("Filter functions");
    filter.setAriaLabel("Only functions whose name contains");
    filter.setClearButtonVisible(true);
    filter.setValueChangeMode(ValueChangeMode.LAZY);
    filter.setValueChangeTimeout(FILTER_DELAY_MILLIS);
    filter.addValueChangeListener(e -> {
      if (!showing) {
        listener.onChanges(view.withFilter(e.getValue()));
      }
    });
    only =
        new Segments(
            "Which functions",
            List.of(Map.entry("real", "Changed"), Map.entry("all", "All")),
            chosen -> listener.onChanges(view.withOnly(chosen)));
    columns();
    grid.setDataProvider(provider);
    grid.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_NO_BORDER);
    grid.setSelectionMode(Grid.SelectionMode.NONE);
    grid.setPartNameGenerator(row -> row.function().equals(highlight) ? "highlighted" : null);
    grid.addItemClickListener(e -> listener.onFunction(e.getItem().function()));
    grid.addSortListener(e -> {
      if (e.isFromClient()) {
        listener.onChanges(sorted(e.getSortOrder()));
      }
    });
    count.setClassName("count");
    Div bar = new Div(filter, only, count);
    bar.setClassName("table-bar");
    getContent().setClassName("top-table changes-table");
    getContent().add(bar, grid);
  }

  void show(List<FunctionChange> found) {
    changes = found;
    scale =
        found.stream()
            .filter(c -> Wording.isReal(c.verdict()))
            .mapToDouble(c -> Math.max(Math.abs(c.low()), Math.abs(c.high())))
            .max()
            .orElse(0.01);
    refill();
  }

  void show(ChangesView other) {
    view = other;
    showing = true;
    filter.setValue(other.filter());
    only.show(other.only());
    grid.sort(sortOrder(other));
    showing = false;
    refill();
  }

  /** Marks a function and brings it into view. */
  void highlight(String function, boolean reveal) {
    if (!highlight.equals(function)) {
      highlight = function;
      provider.refreshAll();
    }
    if (reveal) {
      List<String> shown = grid.getListDataView().getItems().map(FunctionChange::function).toList();
      int index = shown.indexOf(function);
      if (index >= 0) {
        grid.scrollToIndex(index);
      }
    }
  }

  private void refill() {
    String wanted = view.filter().toLowerCase(Locale.ROOT);
    rows.clear();
    changes.stream()
        .filter(c -> view.only().equals("all") || Wording.isReal(c.verdict()))
        .filter(c -> c.function().toLowerCase(Locale.ROOT).contains(wanted))
        .forEach(rows::add);
    provider.refreshAll();
    count.setText(
        Units.grouped(rows.size()) + " of " + Units.grouped(changes.size()) + " functions");
  }

  private void columns() {
    grid.addColumn(
            LitRenderer.<FunctionChange>of(
                    """
                    <div class="change-cell">
                      <function-name plain .name=${item.name} .kind=${item.kind}></function-name>
                      <span class="verdict" data-verdict=${item.verdict}>${item.words}</span>
                    </div>\
                    """)
                .withProperty("name", FunctionChange::function)
                .withProperty("kind", c -> c.kind().ordinal())
                .withProperty("verdict", c -> c.verdict().name())
                .withProperty("words", Wording::verdict))
        .setHeader("Function")
        .setKey("function")
        .setComparator(Comparator.comparing(FunctionChange::function))
        .setWidth("210px")
        .setFlexGrow(1)
        .setSortable(true);
    grid.addColumn(
            LitRenderer.<FunctionChange>of(
                    """
                    <change-interval .change=${item.change} .low=${item.low} .high=${item.high}
                      .scale=${item.scale} .verdict=${item.verdict}></change-interval>\
                    """)
                .withProperty("change", FunctionChange::change)
                .withProperty("low", FunctionChange::low)
                .withProperty("high", FunctionChange::high)
                .withProperty("scale", c -> scale)
                .withProperty("verdict", c -> c.verdict().name()))
        .setHeader("Change, 95 % interval")
        .setKey("change")
        .setComparator(Comparator.comparingDouble(FunctionChange::change))
        .setWidth("205px")
        .setFlexGrow(0)
        .setSortable(true);
    share("Base", "base", FunctionChange::baseShare);
    share("Target", "target", FunctionChange::targetShare);
  }

  private void share(String header, String key, ToDoubleFunction<FunctionChange> share) {
    grid.addColumn(c -> Units.share(share.applyAsDouble(c)))
        .setHeader(header)
        .setKey(key)
        .setComparator(Comparator.comparingDouble(share))
        .setWidth("80px")
        .setFlexGrow(0)
        .setTextAlign(com.vaadin.flow.component.grid.ColumnTextAlign.END)
        .setSortable(true);
  }

  private List<GridSortOrder<FunctionChange>> sortOrder(ChangesView view) {
    if (view.sort().equals("rank")) {
      return List.of();
    }
    return List.of(
        new GridSortOrder<>(
            grid.getColumnByKey(view.sort()),
            view.ascending() ? SortDirection.ASCENDING : SortDirection.DESCENDING));
  }

  /** Values are wanted largest first; after both directions the order is the ranking again. */
  private ChangesView sorted(List<GridSortOrder<FunctionChange>> order) {
    if (order.isEmpty()) {
      return view.ascending() || view.sort().equals("function")
          ? view.withSort("rank", false)
          : view.withSort(view.sort(), true);
    }
    String key = order.getFirst().getSorted().getKey();
    boolean ascending =
        key.equals(view.sort())
            ? order.getFirst().getDirection() == SortDirection.ASCENDING
            : key.equals("function");
    return view.withSort(key, ascending);
  }
}
