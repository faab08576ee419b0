package dev.cresset.flamegraphui;

import com.vaadin.flow.component.dependency.CssImport;
import com.vaadin.flow.component.dependency.NpmPackage;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.theme.aura.Aura;
import java.io.Serial;

/** What is common to all pages. */
@Push
@StyleSheet(Aura.STYLESHEET)
@CssImport("./styles.css")
@NpmPackage(value = "uplot", version = "1.6.32")
@NpmPackage(value = "@fontsource-variable/inter", version = "5.2.8")
public final class Shell implements AppShellConfigurator {
  @Serial private static final long serialVersionUID = 1L;

  /** Before the first paint, so that no page flashes in the wrong colours. */
  private static final String APPLY_THEME =
      """
      (() => {
        let choice = null;
        try { choice = localStorage.getItem('cresset.theme'); } catch { }
        const known = choice === 'light' || choice === 'dark';
        document.documentElement.style.colorScheme = known ? choice : 'light dark';
      })();\
      """;

  @Override
  public void configurePage(AppShellSettings settings) {
    settings.addFavIcon("icon", "favicon.svg", "any");
    settings.addMetaTag("color-scheme", "light dark");
    settings.addInlineWithContents(
        com.vaadin.flow.component.page.Inline.Position.PREPEND,
        APPLY_THEME,
        com.vaadin.flow.component.page.Inline.Wrapping.JAVASCRIPT);
  }
}
