package dev.cresset.flamegraphui.page;

import com.vaadin.flow.component.Composite;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.popover.Popover;
import com.vaadin.flow.component.popover.PopoverPosition;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Chooses a range of time: one that moves with the clock, or from one point to another. */
public final class RangePicker extends Composite<Div> {
  @Serial private static final long serialVersionUID = 1L;

  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
  private static final Map<String, String> PRESETS = new LinkedHashMap<>();

  static {
    PRESETS.put("5m", "Last 5 minutes");
    PRESETS.put("15m", "Last 15 minutes");
    PRESETS.put("1h", "Last hour");
    PRESETS.put("3h", "Last 3 hours");
    PRESETS.put("12h", "Last 12 hours");
    PRESETS.put("1d", "Last day");
    PRESETS.put("7d", "Last 7 days");
    PRESETS.put("30d", "Last 30 days");
  }

  private final Button button = new Button();
  private final Popover popover = new Popover();
  private final DateTimePicker from = new DateTimePicker("From");
  private final DateTimePicker to = new DateTimePicker("To");
  private final Span problem = new Span();
  private final Consumer<TimeRange> onChoice;
  private ZoneId zone = ZoneId.of("UTC");

  public RangePicker(Consumer<TimeRange> onChoice) {
    this.onChoice = onChoice;
    button.setClassName("range-button");
    popover.setTarget(button);
    popover.setPosition(PopoverPosition.BOTTOM_START);
    popover.setAriaLabel("Time range");
    Div choice = new Div(presets(), custom());
    choice.setClassName("range-choice");
    popover.add(choice);
    getContent().setClassName("range-picker");
    getContent().add(button, popover);
  }

  /**
   * @param zone the reader's
   */
  public void show(TimeRange range, Instant now, ZoneId zone) {
    this.zone = zone;
    button.setText(describe(range, now, zone));
    button.setAriaLabel("Time range: " + button.getText() + ". Change");
    TimeRange.Resolved resolved = range.at(now);
    from.setValue(local(resolved.from()));
    to.setValue(local(resolved.to()));
  }

  /** A range in words. */
  public static String describe(TimeRange range, Instant now, ZoneId zone) {
    if (range.isLive() && range.from().startsWith("now-")) {
      String length = range.from().substring("now-".length());
      return PRESETS.getOrDefault(length, "Last " + length);
    }
    TimeRange.Resolved resolved = range.at(now);
    LocalDateTime start = LocalDateTime.ofInstant(resolved.from(), zone);
    LocalDateTime end = LocalDateTime.ofInstant(resolved.to(), zone);
    boolean sameDay = start.toLocalDate().equals(end.toLocalDate());
    String until = range.isLive() ? "now" : (sameDay ? TIME : DAY_AND_TIME).format(end);
    return DAY_AND_TIME.format(start) + " – " + until;
  }

  private Div presets() {
    Div presets = new Div();
    presets.setClassName("presets");
    PRESETS.forEach((length, text) -> presets.add(preset(length, text)));
    return presets;
  }

  private Button preset(String length, String text) {
    Button preset = new Button(text, click -> choose(TimeRange.last(length)));
    preset.addThemeVariants(ButtonVariant.TERTIARY);
    return preset;
  }

  private Div custom() {
    from.setStep(Duration.ofMinutes(1));
    to.setStep(Duration.ofMinutes(1));
    problem.setClassName("field-problem");
    Button apply = new Button("Apply", click -> applyCustom());
    Div custom = new Div(from, to, problem, apply);
    custom.setClassName("custom");
    return custom;
  }

  private void applyCustom() {
    LocalDateTime start = from.getValue();
    LocalDateTime end = to.getValue();
    if (start == null || end == null || !start.isBefore(end)) {
      problem.setText("The range has to end after it begins.");
      return;
    }
    choose(TimeRange.between(instant(start), instant(end)));
  }

  private void choose(TimeRange range) {
    problem.setText("");
    popover.close();
    onChoice.accept(range);
  }

  private LocalDateTime local(Instant instant) {
    return LocalDateTime.ofInstant(instant, zone).withSecond(0).withNano(0);
  }

  private Instant instant(LocalDateTime local) {
    return local.atZone(zone).toInstant();
  }
}
