package dev.cresset.collector.pprof;

/**
 * The most there may be of something.
 *
 * @param setting the name of the setting that changes it
 */
public record Limit(String setting, long maximum) {
  void check(String what, long value) throws PprofException {
    if (value > maximum) {
      throw new PprofException(message(what, value), setting, value, maximum);
    }
  }

  /** What to tell whoever broke it. */
  public String message(String what, long value) {
    return "%s %d, more than the %d that %s allows".formatted(what, value, maximum, setting);
  }
}
