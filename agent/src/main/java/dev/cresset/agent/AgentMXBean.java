package dev.cresset.agent;

/**
 * What the agent costs and how often it samples, for JMX clients: {@code dev.cresset:type=Agent}.
 * What is said of a window is said of the one that ended last.
 */
public interface AgentMXBean {
  /** CPU time of the agent as a share of what the process used without it: 0.01 is one percent. */
  double getOverheadRatio();

  /** CPUs that the agent kept busy: 0.01 is 10 ms each second. */
  double getOverheadCpus();

  /** Bytes a second that the agent's threads allocate in the application's heap. */
  double getAllocationRate();

  /** What the ratio is to stay below; 0 if rates are fixed. */
  double getOverheadBudget();

  /** Such as {@code wall at 1/4, lock paused}; {@code as configured}. */
  String getPace();

  /** CPU time of the agent since its engine was started. */
  double getCpuSeconds();

  /** For how long nothing was sampled since then, because rates changed or memory was freed. */
  double getUnsampledSeconds();

  /** How long ago that was. */
  double getProfiledSeconds();
}
