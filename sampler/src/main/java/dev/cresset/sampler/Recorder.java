package dev.cresset.sampler;

/** What writes the recordings that profiles are read from. */
public enum Recorder {
  /** async-profiler, in its JFR output format. */
  ASYNC_PROFILER,
  /** The JVM's own flight recorder. */
  FLIGHT_RECORDER
}
