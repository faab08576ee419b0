package dev.cresset.flamegraphui.services;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.cresset.flamegraphui.page.PageHeader;
import dev.cresset.flamegraphui.page.UiServices;
import java.io.Serial;

/** All services with their releases. */
@Route("")
@PageTitle("Services · Cresset")
public final class ServicesView extends Div {
  @Serial private static final long serialVersionUID = 1L;

  public ServicesView(UiServices services) {
    setClassName("page services-page");
    PageHeader header = new PageHeader();
    header.setHome(ServicesView.class);
    add(header);
  }
}
