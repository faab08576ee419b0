package dev.cresset.benchmarks.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * A program that makes profiling dear, with the agent on it. Prints every ten seconds what the
 * agent says of itself: the share of CPU time in those ten seconds, its own sum of it, what was not
 * sampled, and the pace.
 */
public final class HostileProgram {
  private static final int DEEP = 3_000;
  private static final int THREADS = 2_000;
  private static final int CORES = 2;
  private static final int REPORT_MILLIS = 10_000;

  // Where the work's results go, lest it be left out.
  private static volatile Object result;

  private HostileProgram() {}

  /** The program's name, and for how many seconds it runs. */
  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "deep" -> onThreads(CORES, () -> descend(DEEP));
      case "threads" -> onThreads(THREADS, HostileProgram::rest);
      case "garbage" -> onThreads(CORES, () -> result = new byte[1024]);
      case "classes" -> onThreads(CORES, HostileProgram::loadAgain);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    report(Integer.parseInt(arguments[1]) * 1000 / REPORT_MILLIS);
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
      }
    } catch (Throwable e) {
      // Without its work, the program would be measured idle.
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static long descend(int depth) {
    return depth == 0 ? burn(200_000_000) : descend(depth - 1) + 1;
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

  private static void report(int times) throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    double agentBefore = 0;
    double processBefore = 0;
    for (int i = 0; i < times; i++) {
      Thread.sleep(REPORT_MILLIS);
      double agent = attribute(server, "CpuSeconds");
      double process = processSeconds();
      double application = process - processBefore - (agent - agentBefore);
      System.out.printf(
          "%.6f %.3f %.6f %s%n",
          (agent - agentBefore) / application,
          application,
          attribute(server, "UnsampledSeconds"),
          read(server, "Pace"));
      agentBefore = agent;
      processBefore = process;
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
