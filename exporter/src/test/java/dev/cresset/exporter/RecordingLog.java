package dev.cresset.exporter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what an operator would have read. */
final class RecordingLog implements ExportLog {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public void info(String line) {
    lines.add("INFO " + line);
  }

  @Override
  public void warn(String line) {
    lines.add("WARN " + line);
  }

  List<String> lines() {
    return lines;
  }
}
