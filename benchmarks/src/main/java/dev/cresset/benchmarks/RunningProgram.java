package dev.cresset.benchmarks;

import java.io.IOException;
import java.time.Duration;

/** A program that is under way, in a JVM of its own. */
interface RunningProgram {
  /** Has it work for that long, and tells what that took. */
  Cost work(Duration duration) throws IOException, InterruptedException;

  MeasuredProcess process();
}
