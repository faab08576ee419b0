package dev.cresset.agent;

import dev.cresset.sampler.OverheadReport;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** The agent in the platform's MBean server. Needs the module java.management. */
final class ManagedAgent {
  private static final String NAME = "dev.cresset:type=Agent";
  private static final String PLATFORM_HAS = "java.lang:type=Runtime";

  private final MBeanServer server;

  private ManagedAgent(MBeanServer server) {
    this.server = server;
  }

  /**
   * @return null if there is no such server yet, or it does not take it
   */
  static ManagedAgent register(Supplier<OverheadReport> report) {
    try {
      for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
        if (server.isRegistered(new ObjectName(PLATFORM_HAS))) {
          server.registerMBean(
              new StandardMBean(new Values(report), AgentMXBean.class, true), new ObjectName(NAME));
          return new ManagedAgent(server);
        }
      }
    } catch (JMException | RuntimeException e) {
      // A security manager's word, or somebody else's bean of that name. Profiles say the same.
    }
    return null;
  }

  void unregister() {
    try {
      server.unregisterMBean(new ObjectName(NAME));
    } catch (JMException | RuntimeException e) {
      // Somebody else has done so.
    }
  }

  /** The values of the moment in which they are asked for. */
  private static final class Values implements AgentMXBean {
    private static final double NANOS = 1e9;

    private final Supplier<OverheadReport> report;

    Values(Supplier<OverheadReport> report) {
      this.report = report;
    }

    @Override
    public double getOverheadRatio() {
      return report.get().ratio();
    }

    @Override
    public double getOverheadCpus() {
      return report.get().cpus();
    }

    @Override
    public double getAllocationRate() {
      return report.get().allocationRate();
    }

    @Override
    public double getOverheadBudget() {
      return report.get().budget();
    }

    @Override
    public String getPace() {
      return report.get().pace().toString();
    }

    @Override
    public double getCpuSeconds() {
      return report.get().totals().nanos() / NANOS;
    }

    @Override
    public double getUnsampledSeconds() {
      return report.get().totals().unsampledNanos() / NANOS;
    }

    @Override
    public double getProfiledSeconds() {
      return report.get().totals().elapsedNanos() / NANOS;
    }
  }
}
