package dev.cresset.benchmarks.workload;

import java.lang.reflect.InvocationTargetException;

/** An agent that is attached to a JVM to call one static method there. */
public final class Caller {
  private Caller() {}

  /**
   * @param method such as {@code org.example.Main#stop}
   */
  public static void agentmain(String method)
      throws ClassNotFoundException,
          NoSuchMethodException,
          IllegalAccessException,
          InvocationTargetException {
    int hash = method.indexOf('#');
    Class.forName(method.substring(0, hash), true, ClassLoader.getSystemClassLoader())
        .getMethod(method.substring(hash + 1))
        .invoke(null);
  }
}
