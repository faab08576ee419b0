package dev.cresset.agent;

import dev.cresset.sampler.OverheadReport;
import java.util.function.Supplier;

/**
 * Shows the agent to JMX clients, as soon as the platform's MBean server is there. Starting it is
 * left to others: whoever does so first fixes the JVM's log manager. Safe for use by many threads.
 */
final class Management implements AutoCloseable {
  private final Supplier<OverheadReport> report;
  private ManagedAgent agent;
  private boolean closed;

  Management(Supplier<OverheadReport> report) {
    this.report = report;
  }

  /** Does nothing a second time, and while there is no server yet. */
  synchronized void publish() {
    if (agent == null && !closed) {
      agent = ManagedAgent.register(report);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (agent != null) {
      agent.unregister();
      agent = null;
    }
  }
}
