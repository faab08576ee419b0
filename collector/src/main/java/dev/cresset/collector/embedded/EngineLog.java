package dev.cresset.collector.embedded;

/** What the engine's process has to say: lines on its standard error, which its owner logs. */
final class EngineLog {
  private EngineLog() {}

  static void warn(String message) {
    System.err.println(message.replace('\n', ' '));
  }
}
