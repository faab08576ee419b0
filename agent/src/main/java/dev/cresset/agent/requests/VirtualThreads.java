package dev.cresset.agent.requests;

import dev.cresset.agent.bootstrap.Jdk;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;

/**
 * The JDK's virtual threads, from 21 on: where one is started, and where a platform thread goes on
 * with one until it waits. There the current thread is the platform thread, and nothing is halfway
 * from one to the other yet or any more.
 */
final class VirtualThreads implements Instrumented {
  private static final String CLASS = "java.lang.VirtualThread";
  private static final String MOUNTED = "runContinuation";
  private static final String CONTAINER = "jdk.internal.vm.ThreadContainer";

  @Override
  public String[] classes() {
    return new String[] {CLASS.replace('.', '/')};
  }

  @Override
  public Advice advice(String className, String method, String descriptor) {
    if (method.equals(MOUNTED) && descriptor.equals("()V")) {
      return Advice.MOUNT;
    }
    boolean starts = descriptor.equals("(L" + CONTAINER.replace('.', '/') + ";)V");
    return method.equals("start") && starts ? Advice.START : null;
  }

  /** Whether this JVM has virtual threads that need no option. */
  static boolean areThere() {
    return Jdk.feature() >= 21;
  }

  /**
   * A value for each platform thread, which virtual threads share with the one that carries them.
   *
   * @throws ReflectiveOperationException if this JDK's virtual threads are none that we know
   */
  static ThreadLocal<?> carriers(Instrumentation instrumentation)
      throws ReflectiveOperationException {
    Class<?> virtual = Class.forName(CLASS, false, null);
    Method mounted = virtual.getDeclaredMethod(MOUNTED);
    Method start = virtual.getDeclaredMethod("start", Class.forName(CONTAINER, false, null));
    if (mounted.getReturnType() != void.class || start.getReturnType() != void.class) {
      throw new NoSuchMethodException(mounted + ", " + start);
    }
    // Named, not referred to: it was compiled against Java 9.
    Method create =
        Class.forName("dev.cresset.agent.requests.CarrierAccess")
            .getDeclaredMethod("create", Instrumentation.class);
    return (ThreadLocal<?>) create.invoke(null, instrumentation);
  }
}
