package dev.cresset.allocationtracker;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When the next class may be changed. A change stops all threads for a moment, and what was
 * compiled with the class in it is compiled anew, which takes the JVM's compilers seconds where
 * much was: so it has to be a small part of the time since. Used by one thread at a time.
 */
final class StepPace {
  /** For so many times as long as the last change took there is no other. */
  private static final long REST_PER_WORK = 500;

  /** The compilers' share of the time since the last change, until there may be another. */
  private static final double COMPILING = 0.01;

  /** A JVM that always compiles more than that waits so many times the pace. */
  private static final int MOST_PACES = 10;

  private final long paceNanos;
  private final LongSupplier compilerNanos;
  private boolean stepped;
  private long stepNanoTime;
  private long tookNanos;
  private long compiledBefore;

  /**
   * @param pace the least time between two changes; zero for as fast as possible
   * @param compilerNanos for how long the JVM has compiled by now
   */
  StepPace(Duration pace, LongSupplier compilerNanos) {
    this.paceNanos = pace.toNanos();
    this.compilerNanos = compilerNanos;
  }

  boolean allowsStep(long nanoTime) {
    if (!stepped || paceNanos == 0) {
      return true;
    }
    long since = nanoTime - stepNanoTime;
    return since >= Math.max(paceNanos, REST_PER_WORK * tookNanos)
        && (since >= MOST_PACES * paceNanos
            || compilerNanos.getAsLong() - compiledBefore <= COMPILING * since);
  }

  /**
   * @param startNanoTime when the change was begun, by {@link System#nanoTime}
   * @param compiled as of the compilers' time then
   */
  void stepped(long startNanoTime, long endNanoTime, long compiled) {
    stepped = true;
    stepNanoTime = startNanoTime;
    tookNanos = endNanoTime - startNanoTime;
    compiledBefore = compiled;
  }

  /** Zero where the JVM does not tell. */
  static long compilerNanos() {
    try {
      return Compilers.nanos();
    } catch (LinkageError e) {
      return 0; // A runtime image without java.management.
    }
  }

  private static final class Compilers {
    static long nanos() {
      CompilationMXBean jit = ManagementFactory.getCompilationMXBean();
      boolean tells = jit != null && jit.isCompilationTimeMonitoringSupported();
      return tells ? TimeUnit.MILLISECONDS.toNanos(jit.getTotalCompilationTime()) : 0;
    }
  }
}
