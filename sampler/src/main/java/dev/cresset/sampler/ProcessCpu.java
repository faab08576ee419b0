package dev.cresset.sampler;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** The CPU time of this process, all of its threads and those that ended. */
final class ProcessCpu {
  private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();

  /** In nanoseconds since it began; 0 where it cannot be had. */
  long nanos() {
    return system instanceof com.sun.management.OperatingSystemMXBean
        ? Math.max(0, ((com.sun.management.OperatingSystemMXBean) system).getProcessCpuTime())
        : 0;
  }
}
