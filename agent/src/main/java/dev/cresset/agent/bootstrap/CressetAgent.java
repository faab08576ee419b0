package dev.cresset.agent.bootstrap;

import java.lang.instrument.Instrumentation;
import java.util.List;

/**
 * What the JVM calls for {@code -javaagent}, and for an attach at run time; and the command line
 * tool that attaches.
 *
 * <p>{@code premain} returns at once, and nothing here throws into the application: all work, and
 * all failure, is on a daemon thread.
 */
public final class CressetAgent {
  // Static, since the JVM calls static methods: this class is what exists once in a JVM.
  private static final RunningAgent AGENT = new RunningAgent();

  private CressetAgent() {}

  /** Called by the JVM before the application's {@code main}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    try {
      if (!AGENT.start(arguments, instrumentation)) {
        say("WARN", "The agent already runs in this JVM: this second one does nothing.");
      }
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  /**
   * Called by the JVM when the agent is attached while the application runs.
   *
   * @param arguments as {@link AttachCommand} reads them
   */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    AttachCommand command = AttachCommand.parse(arguments);
    try {
      List<String> answer = command.execute(AGENT, instrumentation);
      if (command.isAnswered()) {
        command.answer(answer);
      } else {
        answer.forEach(line -> say("INFO", line));
      }
    } catch (Throwable failure) {
      giveUp(failure);
      command.answer(failure);
    }
  }

  /** The tool: {@code java -jar cresset-agent.jar attach PID}. */
  public static void main(String[] arguments) throws Exception {
    try (AgentClassLoader loader = AgentClassLoader.open(RunningAgent.ownJar())) {
      loader
          .loadClass("dev.cresset.agent.attach.AttachTool")
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
    }
  }

  static void giveUp(Throwable failure) {
    say(
        "WARN",
        "The application runs on without profiles, since the agent could not start: " + failure);
  }

  private static void say(String level, String message) {
    try {
      System.err.println("[cresset] " + level + " " + message);
    } catch (Throwable nobodyListens) {
      // The application's own System.err throws: nothing is left to tell it with.
    }
  }
}
