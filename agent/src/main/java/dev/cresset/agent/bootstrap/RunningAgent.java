package dev.cresset.agent.bootstrap;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The agent of this JVM, which may come and go while the application runs: the isolated class
 * loader, what it loaded, and the thread that runs it. Safe for use by many threads.
 */
final class RunningAgent {
  private static final String RUNTIME = "dev.cresset.agent.AgentMain";
  private static final long PATIENCE_SECONDS = 60;
  private static final long RETRY_SECONDS = 30;
  private static final int ATTEMPTS = 20;

  private Life life;

  /**
   * Returns at once.
   *
   * @return false if there is an agent already
   */
  synchronized boolean start(String arguments, Instrumentation jvm) {
    if (isThere()) {
      return false;
    }
    life = new Life(arguments, jvm);
    life.thread.start();
    return true;
  }

  synchronized boolean isThere() {
    return life != null && life.thread.isAlive();
  }

  /** What became of the start, a line each. */
  synchronized List<String> awaitStarted() throws InterruptedException {
    AgentRuntime runtime = runtime();
    return runtime == null ? life.failure : runtime.awaitStarted();
  }

  /** What became of each option, a line each. */
  synchronized List<String> reconfigure(String arguments) throws InterruptedException {
    AgentRuntime runtime = runtime();
    return runtime == null ? life.failure : runtime.reconfigure(arguments);
  }

  /** Ends the agent, and leaves nothing of it. */
  synchronized List<String> stop() throws InterruptedException, IOException {
    AgentRuntime runtime = runtime();
    List<String> said = runtime == null ? life.failure : runtime.stop();
    life.stopped.countDown();
    life.thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    if (life.thread.isAlive()) {
      return Collections.singletonList(
          "The agent has been told to stop, and has not yet: its thread cresset-agent is busy.");
    }
    life = null;
    return said;
  }

  /**
   * @return null if the agent could not even be loaded
   */
  private AgentRuntime runtime() throws InterruptedException {
    life.loaded.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return life.runtime;
  }

  static File ownJar() throws URISyntaxException {
    return new File(RunningAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** From a start to an end. */
  private static final class Life implements Runnable {
    final CountDownLatch loaded = new CountDownLatch(1);
    final CountDownLatch stopped = new CountDownLatch(1);
    final Thread thread = new Thread(ownThreads(), this, "cresset-agent");
    volatile AgentRuntime runtime;
    volatile List<String> failure = Collections.singletonList("The agent is not loaded yet.");
    private final String arguments;
    private final Instrumentation jvm;

    Life(String arguments, Instrumentation jvm) {
      this.arguments = arguments;
      this.jvm = jvm;
      thread.setDaemon(true);
      // What kills it is said here, if it can be; the JVM would print it into the application's.
      thread.setUncaughtExceptionHandler((dead, cause) -> {});
    }

    /**
     * Threads belong to the group of those that start them, so this one gets all of the agent's, by
     * which it knows what it costs. It ends with the last of them.
     */
    private static ThreadGroup ownThreads() {
      ThreadGroup group = new ThreadGroup("cresset");
      group.setDaemon(true);
      return group;
    }

    @Override
    public void run() {
      for (int attempt = 1; !runOnce() && attempt < ATTEMPTS; attempt++) {
        if (awaitStop()) {
          return;
        }
      }
    }

    /**
     * @return false if another attempt may have more luck
     */
    private boolean runOnce() {
      try (AgentClassLoader isolated = AgentClassLoader.open(ownJar())) {
        thread.setContextClassLoader(isolated);
        runtime = (AgentRuntime) isolated.loadClass(RUNTIME).getDeclaredConstructor().newInstance();
        loaded.countDown();
        runtime.run(arguments, jvm);
        return true;
      } catch (Throwable e) {
        failure = Collections.singletonList("The agent could not start: " + e);
        CressetAgent.giveUp(e);
        return !isPassing(e);
      } finally {
        thread.setContextClassLoader(null);
        loaded.countDown();
      }
    }

    /** The application has used something up, which may be there again later. */
    private static boolean isPassing(Throwable failure) {
      return failure instanceof OutOfMemoryError || failure instanceof IOException;
    }

    private boolean awaitStop() {
      try {
        return stopped.await(RETRY_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        return true;
      }
    }
  }
}
