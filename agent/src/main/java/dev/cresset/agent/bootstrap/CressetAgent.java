package dev.cresset.agent.bootstrap;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the JVM calls for {@code -javaagent}, and for an attach at run time.
 *
 * <p>Returns at once and throws nothing: all work, and all failure, is on a daemon thread.
 */
public final class CressetAgent {
  private static final String RUNTIME = "dev.cresset.agent.AgentMain";

  // Static, since the JVM calls static methods: this class is what exists once in a JVM.
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private CressetAgent() {}

  /** Called by the JVM before the application's {@code main}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation);
  }

  /** Called by the JVM when the agent is attached while the application runs. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation);
  }

  private static void start(String arguments, Instrumentation instrumentation) {
    try {
      if (!STARTED.compareAndSet(false, true)) {
        say("The agent already runs in this JVM: this second one does nothing.");
        return;
      }
      Thread thread = new Thread(() -> run(arguments, instrumentation), "cresset-agent");
      thread.setDaemon(true);
      thread.start();
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  private static void run(String arguments, Instrumentation instrumentation) {
    try {
      ClassLoader isolated = AgentClassLoader.open(ownJar());
      Thread.currentThread().setContextClassLoader(isolated);
      AgentRuntime runtime =
          (AgentRuntime) isolated.loadClass(RUNTIME).getDeclaredConstructor().newInstance();
      runtime.run(arguments, instrumentation);
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  private static File ownJar() throws URISyntaxException {
    return new File(CressetAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void giveUp(Throwable failure) {
    say("The application runs on without profiles, since the agent could not start: " + failure);
  }

  private static void say(String message) {
    try {
      System.err.println("[cresset] WARN " + message);
    } catch (Throwable nobodyListens) {
      // The application's own System.err throws: nothing is left to tell it with.
    }
  }
}
