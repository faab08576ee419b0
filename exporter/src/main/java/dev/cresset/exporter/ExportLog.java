package dev.cresset.exporter;

/** Where an exporter tells an operator what happens to the profiles. Called by any thread. */
public interface ExportLog {
  /** Something that was wrong is well again. */
  void info(String line);

  /** Something is wrong; the line says what, with which value, and the remedy. */
  void warn(String line);
}
