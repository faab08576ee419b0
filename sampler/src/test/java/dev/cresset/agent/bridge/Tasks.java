package dev.cresset.agent.bridge;

/** Stands in for the agent's class of this name, which the sampler knows by its name only. */
public final class Tasks {
  private Tasks() {}

  public static void run(Runnable task) {
    task.run();
  }
}
