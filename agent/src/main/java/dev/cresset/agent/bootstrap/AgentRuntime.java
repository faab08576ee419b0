package dev.cresset.agent.bootstrap;

import java.lang.instrument.Instrumentation;

/** The bridge: the isolated side of the agent as the entry point sees it. */
public interface AgentRuntime {
  /**
   * Profiles this JVM until it ends, on the calling thread.
   *
   * @param arguments what follows {@code =} after the jar on the command line; may be null
   * @throws Exception when the agent cannot run here; the message says why
   */
  void run(String arguments, Instrumentation instrumentation) throws Exception;
}
