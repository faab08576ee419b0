package dev.cresset.flamegraphui.page;

import com.vaadin.flow.component.Composite;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import dev.cresset.collector.query.LabelSummary;
import dev.cresset.collector.query.ServiceSummary;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Narrows a service's samples down by release, environment, instance and labels. */
public final class FilterBar extends Composite<Div> {
  @Serial private static final long serialVersionUID = 1L;

  private record LabelValue(String name, String value, String text) implements Serializable {}

  private final Select<String> release;
  private final Select<String> environment;
  private final Select<String> instance;
  private final ComboBox<LabelValue> label = new ComboBox<>();
  private final Div chips = new Div();
  private final Consumer<Filter> onChange;
  private Filter filter = Filter.NONE;

  public FilterBar(Consumer<Filter> onChange) {
    this.onChange = onChange;
    release = select("Release", "All releases", Filter::withRelease);
    environment = select("Environment", "All environments", Filter::withEnvironment);
    instance = select("Instance", "All instances", Filter::withInstance);
    label.setPlaceholder("Add label…");
    label.setAriaLabel("Only samples with a label");
    label.setItemLabelGenerator(LabelValue::text);
    label.setClassName("label-filter");
    label.getElement().getStyle().set("--vaadin-combo-box-overlay-width", "340px");
    label.addValueChangeListener(event -> {
      LabelValue chosen = event.getValue();
      if (event.isFromClient() && chosen != null) {
        label.clear();
        onChange.accept(filter.withLabel(chosen.name, chosen.value));
      }
    });
    chips.setClassName("chips");
    getContent().setClassName("filters");
    getContent().add(release, environment, instance, label, chips);
  }

  public void show(Filter filter, ServiceSummary service) {
    this.filter = filter;
    List<String> releases =
        service.releases().stream().map(ServiceSummary.Release::release).toList();
    fill(release, releases, filter.release());
    fill(environment, service.environments(), filter.environment());
    fill(instance, service.instances(), filter.instance());
    chips.removeAll();
    filter.labels().forEach((name, value) -> chips.add(chip(name, value)));
  }

  public void showLabels(List<LabelSummary> labels) {
    List<LabelValue> values =
        labels.stream()
            .flatMap(l ->
                l.values().stream()
                    .map(v ->
                        new LabelValue(
                            l.name(), v.value(), "%s = %s".formatted(l.name(), v.value()))))
            .toList();
    if (!values.equals(label.getListDataView().getItems().toList())) {
      label.setItems(values);
    }
    label.setVisible(!values.isEmpty());
  }

  private Select<String> select(
      String name, String all, BiFunction<Filter, Optional<String>, Filter> change) {
    Select<String> select = new Select<>();
    select.setEmptySelectionAllowed(true);
    select.setEmptySelectionCaption(all);
    select.setPlaceholder(all);
    select.setAriaLabel(name);
    select.addValueChangeListener(event -> {
      if (event.isFromClient()) {
        onChange.accept(change.apply(filter, Optional.ofNullable(event.getValue())));
      }
    });
    return select;
  }

  /** What a link names stays selectable even if it is not there any more. */
  private static void fill(Select<String> select, List<String> values, Optional<String> chosen) {
    List<String> items =
        Stream.concat(values.stream(), chosen.stream())
            .filter(v -> !v.isEmpty())
            .distinct()
            .toList();
    if (!items.equals(select.getListDataView().getItems().toList())) {
      select.setItems(items);
    }
    select.setValue(chosen.orElse(null));
    select.setVisible(items.size() > 1 || chosen.isPresent());
  }

  private Div chip(String name, String value) {
    Span text = new Span(name + " = " + value);
    Button remove = new Button("×", click -> onChange.accept(filter.withoutLabel(name)));
    remove.setAriaLabel("Remove the filter " + name + " = " + value);
    Div chip = new Div(text, remove);
    chip.setClassName("chip");
    return chip;
  }
}
