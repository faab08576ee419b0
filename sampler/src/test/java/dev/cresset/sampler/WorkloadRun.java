package dev.cresset.sampler;

import static dev.cresset.sampler.Measured.in;

import dev.cresset.profile.Family;
import dev.cresset.profile.Sample;
import java.util.function.Predicate;

/** A workload whose costs are known, and what an engine says of it. */
record WorkloadRun(
    Measured measured,
    long workerCpuNanos,
    long monitorWaits,
    long monitorNanos,
    long lockWaits,
    long lockNanos) {

  static final String CONTENDED = KnownWorkload.class.getName() + "$Contended";
  static final String LOCK = "java.util.concurrent.locks.ReentrantLock$NonfairSync";

  /** Runs it for so many windows of so many milliseconds. */
  static WorkloadRun under(ProfilingEngine engine, int windows, long millis) throws Exception {
    try (KnownWorkload workload = KnownWorkload.start()) {
      return under(engine, workload, windows, millis);
    }
  }

  static WorkloadRun under(ProfilingEngine engine, KnownWorkload workload, int windows, long millis)
      throws Exception {
    return under(engine, workload, millis, measured -> measured.windows() == windows);
  }

  /** Runs it for windows of so many milliseconds, until enough was measured. */
  static WorkloadRun under(
      ProfilingEngine engine, KnownWorkload workload, long millis, Predicate<Measured> enough)
      throws Exception {
    engine.start();
    Measured measured = new Measured();
    WorkloadRun before = costs(workload, measured);
    while (!enough.test(measured)) {
      Thread.sleep(millis);
      measured.add(engine.seal());
    }
    return costs(workload, measured).minus(before);
  }

  long cpu(Predicate<Sample> filter) {
    return measured.sum(Family.CPU, filter);
  }

  /** The share of the worker's CPU time that the engine sees in one of its methods. */
  double share(String method) {
    return (double) cpu(in("KnownWorkload." + method)) / cpu(in("KnownWorkload.work"));
  }

  private static WorkloadRun costs(KnownWorkload workload, Measured measured) {
    return new WorkloadRun(
        measured,
        workload.workerCpuNanos(),
        workload.monitorWaits(),
        workload.monitorNanos(),
        workload.lockWaits(),
        workload.lockNanos());
  }

  private WorkloadRun minus(WorkloadRun before) {
    return new WorkloadRun(
        measured,
        workerCpuNanos - before.workerCpuNanos,
        monitorWaits - before.monitorWaits,
        monitorNanos - before.monitorNanos,
        lockWaits - before.lockWaits,
        lockNanos - before.lockNanos);
  }
}
