package dev.cresset.benchmarks.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * A program that makes profiling dear, with the agent on it. Prints at the end of each of the
 * agent's windows how much work was done since the program's start and what CPU time the process
 * and the agent's own threads have used for it, and what the agent says of the window: the CPU time
 * it has cost, its sum of what was not sampled, and the pace.
 */
public final class HostileProgram {
  private static final int DEEP = 3_000;
  private static final int THREADS = 2_000;
  private static final int CORES = 2;
  private static final int POLL_MILLIS = 20;

  private static final LongAdder DONE = new LongAdder();

  // Where the work's results go, lest it be left out.
  private static volatile Object result;

  private HostileProgram() {}

  /** The program's name; it runs until it is ended. */
  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "deep" -> onThreads(CORES, () -> descend(DEEP));
      case "threads" -> onThreads(THREADS, HostileProgram::rest);
      case "garbage" -> onThreads(CORES, HostileProgram::waste);
      case "classes" -> onThreads(CORES, HostileProgram::loadAgain);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    report();
  }

  private static void onThreads(int threads, Work work) {
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(null, () -> forever(work), "app-" + i, 1 << 26);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void forever(Work work) {
    try {
      while (true) {
        work.run();
        DONE.increment();
      }
    } catch (Throwable e) {
      // Without its work, the program would be measured idle.
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static long descend(int depth) {
    return depth == 0 ? burnAtTheBottom() : descend(depth - 1) + 1;
  }

  private static long burnAtTheBottom() {
    long sum = 0;
    for (int i = 0; i < 1000; i++) {
      sum += burn(200_000);
      DONE.increment();
    }
    return sum;
  }

  private static void waste() {
    for (int i = 0; i < 10_000; i++) {
      result = new byte[1024];
    }
  }

  /** All of them together are one CPU's worth of work. */
  private static void rest() throws InterruptedException {
    Thread.sleep(new SplittableRandom().nextInt(500, 1500));
    result = burn(400_000);
  }

  private static void loadAgain() throws Exception {
    for (int i = 0; i < 20; i++) {
      Runnable copy =
          (Runnable) new Copies().loadClass(Copied.class.getName()).getConstructor().newInstance();
      copy.run();
    }
  }

  private static long burn(long times) {
    long x = times;
    for (long i = 0; i < times; i++) {
      x = x * 31 + i;
    }
    return x;
  }

  private static void report() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    AgentThreads own = new AgentThreads();
    double before = 0;
    double agentBefore = 0;
    while (true) {
      Thread.sleep(POLL_MILLIS);
      double profiled = attribute(server, "ProfiledSeconds");
      if (profiled == before) {
        continue;
      }
      double agent = attribute(server, "CpuSeconds");
      // Sums begin anew with each engine.
      boolean goesOn = profiled > before;
      System.out.printf(
          "window %d %.6f %.6f %.6f %.3f %.6f %s%n",
          DONE.sum(),
          processSeconds(),
          own.seconds(),
          agent - (goesOn ? agentBefore : 0),
          profiled - (goesOn ? before : 0),
          attribute(server, "UnsampledSeconds"),
          read(server, "Pace"));
      before = profiled;
      agentBefore = agent;
    }
  }

  private static double attribute(MBeanServer server, String name) throws JMException {
    Object value = read(server, name);
    return value == null ? 0 : (double) value;
  }

  /** Null while the agent has not ended a window yet. */
  private static Object read(MBeanServer server, String name) throws JMException {
    ObjectName agent = new ObjectName("dev.cresset:type=Agent");
    return server.isRegistered(agent) ? server.getAttribute(agent, name) : null;
  }

  private static double processSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  private interface Work {
    void run() throws Exception;
  }

  /** What the agent's threads have used; all of them have its name in theirs. */
  private static final class AgentThreads {
    private final Map<Long, Long> nanos = new HashMap<>();

    double seconds() {
      for (Thread thread : threads()) {
        if (thread != null && thread.getName().startsWith("cresset")) {
          long now = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
          nanos.merge(thread.threadId(), now, Math::max);
        }
      }
      return nanos.values().stream().mapToLong(Long::longValue).sum() / 1e9;
    }

    private static Thread[] threads() {
      ThreadGroup all = Thread.currentThread().getThreadGroup();
      while (all.getParent() != null) {
        all = all.getParent();
      }
      Thread[] threads = new Thread[2 * THREADS];
      all.enumerate(threads);
      return threads;
    }
  }

  /** Of whose copies each is a class of its own, for a moment. */
  public static final class Copied implements Runnable {
    // Each copy has its own: it may not touch what is private to the class it was copied from.
    private volatile long sum;

    /** For the loader. */
    public Copied() {}

    @Override
    public void run() {
      for (int i = 0; i < 10_000; i++) {
        sum += i;
      }
    }
  }

  private static final class Copies extends ClassLoader {
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Copied.class.getName())) {
        return super.loadClass(name, resolve);
      }
      String file = name.replace('.', '/') + ".class";
      try (InputStream bytes = Copied.class.getClassLoader().getResourceAsStream(file)) {
        byte[] code = bytes.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
