package dev.cresset.flamegraphui.page;

import com.vaadin.flow.component.UI;
import java.time.ZoneId;

/** The time zone a page's reader lives in. */
public final class Zone {
  private Zone() {}

  public static ZoneId of(UI ui) {
    String id = ui.getPage().getExtendedClientDetails().getTimeZoneId();
    return id == null ? ZoneId.of("UTC") : ZoneId.of(id);
  }
}
