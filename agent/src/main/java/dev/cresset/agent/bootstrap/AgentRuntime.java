package dev.cresset.agent.bootstrap;

import java.lang.instrument.Instrumentation;
import java.util.List;

/** The bridge: the isolated side of the agent as the entry point sees it. */
public interface AgentRuntime {
  /**
   * Profiles this JVM until it ends or {@link #stop} is called, on the calling thread. Once.
   *
   * @param arguments what follows {@code =} after the jar on the command line; may be null
   * @throws Exception when the agent cannot run here; the message says why
   */
  void run(String arguments, Instrumentation instrumentation) throws Exception;

  /**
   * Waits until {@link #run} profiles, or is known not to, but not for ever.
   *
   * @return what an operator should know of it, a line each
   */
  List<String> awaitStarted() throws InterruptedException;

  /**
   * Changes options of what runs, without losing profiles that have not left yet.
   *
   * @param arguments as for {@link #run}; they go before those it was started with
   * @return what became of each changed option, a line each
   */
  List<String> reconfigure(String arguments);

  /**
   * Ends the last windows, lets the profiles leave and takes everything back that was put into the
   * JVM. {@link #run} returns after this.
   *
   * @return what an operator should know of it, a line each
   */
  List<String> stop();
}
