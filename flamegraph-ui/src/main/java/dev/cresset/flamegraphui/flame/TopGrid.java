package dev.cresset.flamegraphui.flame;

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
import dev.cresset.collector.query.TopTable;
import dev.cresset.collector.query.TopTable.Row;
import dev.cresset.flamegraphui.page.Units;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The functions of a selection with their exact values. */
@JsModule("./function-name.ts")
public final class TopGrid extends Composite<Div> {
  @Serial private static final long serialVersionUID = 1L;

  private static final int FILTER_DELAY_MILLIS = 150;

  /** What can happen to the table by the reader's hand. */
  public interface Listener {
    void onTable(TableView view);

    void onFunction(String function);
  }

  private final Grid<Row> grid = new Grid<>();
  private final TextField filter = new TextField();
  private final Span count = new Span();
  private final List<Row> rows = new ArrayList<>();
  private final ListDataProvider<Row> provider = new ListDataProvider<>(rows);
  private final Grid.Column<Row> self;
  private final Grid.Column<Row> total;
  private final Grid.Column<Row> name;
  private transient TopTable table = new TopTable("count", 0, List.of());
  private TableView view = TableView.DEFAULT;
  private String highlight = "";
  private boolean showing;

  public TopGrid(Listener listener) {
    filter.setPlaceholder("Filter functions");
    filter.setAriaLabel("Only functions whose name contains");
    filter.setClearButtonVisible(true);
    filter.setValueChangeMode(ValueChangeMode.LAZY);
    filter.setValueChangeTimeout(FILTER_DELAY_MILLIS);
    filter.addValueChangeListener(e -> {
      if (!showing) {
        listener.onTable(view.withFilter(e.getValue()));
      }
    });
    self = valueColumn("Self", Row::self);
    total = valueColumn("Total", Row::total);
    name = nameColumn();
    grid.setDataProvider(provider);
    grid.addThemeVariants(GridVariant.LUMO_COMPACT, GridVariant.LUMO_NO_BORDER);
    grid.setSelectionMode(Grid.SelectionMode.NONE);
    grid.setPartNameGenerator(row -> row.function().equals(highlight) ? "highlighted" : null);
    grid.addItemClickListener(e -> listener.onFunction(e.getItem().function()));
    grid.addSortListener(e -> {
      if (e.isFromClient()) {
        listener.onTable(sorted(e.getSortOrder()));
      }
    });
    count.setClassName("count");
    Div bar = new Div(filter, count);
    bar.setClassName("table-bar");
    getContent().setClassName("top-table");
    getContent().add(bar, grid);
  }

  public void show(TopTable answer) {
    table = answer;
    refill();
  }

  public void show(TableView other) {
    view = other;
    showing = true;
    filter.setValue(other.filter());
    grid.sort(List.of(new GridSortOrder<>(column(other), direction(other))));
    showing = false;
    refill();
  }

  /** Marks a function and brings it into view. */
  public void highlight(String function, boolean reveal) {
    if (!highlight.equals(function)) {
      highlight = function;
      provider.refreshAll();
    }
    if (reveal) {
      rows.stream()
          .filter(row -> row.function().equals(function))
          .findFirst()
          .ifPresent(this::reveal);
    }
  }

  private void reveal(Row row) {
    int index = grid.getListDataView().getItems().toList().indexOf(row);
    if (index >= 0) {
      grid.scrollToIndex(index);
    }
  }

  private void refill() {
    String wanted = view.filter().toLowerCase(Locale.ROOT);
    rows.clear();
    table.rows().stream()
        .filter(row -> row.function().toLowerCase(Locale.ROOT).contains(wanted))
        .forEach(rows::add);
    provider.refreshAll();
    count.setText(
        rows.size() == table.rows().size()
            ? Units.grouped(rows.size()) + " functions"
            : Units.grouped(rows.size()) + " of " + Units.grouped(table.rows().size()));
  }

  private Grid.Column<Row> valueColumn(String header, ToLongFunction<Row> value) {
    return grid.addColumn(
            LitRenderer.<Row>of(
                    """
                    <div class="bar-cell">
                      <span class="bar" style="width:${item.width}%"></span>
                      <span class="value">${item.value}</span><span class="share">${item.share}</span>
                    </div>\
                    """)
                .withProperty("value", row -> Units.value(value.applyAsLong(row), table.unit()))
                .withProperty("share", row -> Units.share(share(value.applyAsLong(row))))
                .withProperty(
                    "width", row -> Math.round(1000 * share(value.applyAsLong(row))) / 10.0))
        .setHeader(header)
        .setKey(header.toLowerCase(Locale.ROOT))
        .setComparator(Comparator.comparingLong(value))
        .setWidth("138px")
        .setFlexGrow(0)
        .setSortable(true);
  }

  private Grid.Column<Row> nameColumn() {
    return grid.addColumn(
            LitRenderer.<Row>of(
                    "<function-name .name=${item.name} .kind=${item.kind}></function-name>")
                .withProperty("name", Row::function)
                .withProperty("kind", row -> row.kind().ordinal()))
        .setHeader("Function")
        .setKey("function")
        .setComparator(Comparator.comparing(Row::function))
        .setWidth("180px")
        .setFlexGrow(1)
        .setSortable(true);
  }

  private double share(long value) {
    return table.total() == 0 ? 0 : (double) value / table.total();
  }

  private Grid.Column<Row> column(TableView view) {
    return switch (view.sort()) {
      case "total" -> total;
      case "function" -> name;
      default -> self;
    };
  }

  private static SortDirection direction(TableView view) {
    return view.ascending() ? SortDirection.ASCENDING : SortDirection.DESCENDING;
  }

  /** Values are wanted largest first, which is not how the grid starts to sort. */
  private TableView sorted(List<GridSortOrder<Row>> order) {
    if (order.isEmpty()) {
      return new TableView(view.sort(), !view.ascending(), view.filter());
    }
    String key = order.getFirst().getSorted().getKey();
    boolean ascending =
        key.equals(view.sort())
            ? order.getFirst().getDirection() == SortDirection.ASCENDING
            : key.equals("function");
    return new TableView(key, ascending, view.filter());
  }
}
