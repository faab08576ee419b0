package dev.cresset.exporter;

import java.util.concurrent.atomic.AtomicBoolean;

/** Says something once, until it was put right. Safe for use by many threads. */
final class Complaint {
  private final ExportLog log;
  private final AtomicBoolean said = new AtomicBoolean();

  Complaint(ExportLog log) {
    this.log = log;
  }

  void say(String line) {
    if (said.compareAndSet(false, true)) {
      log.warn(line);
    }
  }

  /**
   * It was put right, so that the next time is news again.
   *
   * @return whether it had been said
   */
  boolean reset() {
    return said.getAndSet(false);
  }
}
