package dev.cresset.flamegraphui.page;

import com.vaadin.flow.component.Composite;
import com.vaadin.flow.component.select.Select;
import dev.cresset.collector.query.ServiceSummary;
import java.io.Serial;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Chooses the type of profile. */
public final class TypeSelect extends Composite<Select<String>> {
  @Serial private static final long serialVersionUID = 1L;

  public TypeSelect(Consumer<String> onChoice) {
    Select<String> select = getContent();
    select.setItemLabelGenerator(TypeNames::of);
    select.setAriaLabel("What to show");
    select.setClassName("type");
    select.addValueChangeListener(e -> {
      if (e.isFromClient() && e.getValue() != null) {
        onChoice.accept(e.getValue());
      }
    });
  }

  /** What a link names stays selectable even if the service has nothing of it. */
  public void show(List<ServiceSummary.Type> types, String chosen) {
    List<String> items =
        Stream.concat(types.stream().map(ServiceSummary.Type::type), Stream.of(chosen))
            .distinct()
            .toList();
    if (!items.equals(getContent().getListDataView().getItems().toList())) {
      getContent().setItems(items);
    }
    getContent().setValue(chosen);
  }
}
