package dev.cresset.collector.pprof;

/**
 * The most there may be of something.
 *
 * @param setting the name of the setting that changes it
 */
public record Limit(String setting, long maximum) {
  void check(String what, long value) throws PprofException {
    if (value > maximum) {
      throw new PprofException(
          "%s %d, more than the %d that %s allows".formatted(what, value, maximum, setting),
          setting,
          value,
          maximum);
    }
  }
}
