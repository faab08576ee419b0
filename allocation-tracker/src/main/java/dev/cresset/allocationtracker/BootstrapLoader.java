package dev.cresset.allocationtracker;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * Defines classes in the bootstrap loader, without appending a jar to its class path: from then on
 * the JVM would share no archived class of the application's, and would say so on stderr.
 */
final class BootstrapLoader {
  private final Object unsafe;
  private final Method define;

  private BootstrapLoader(Object unsafe) throws ReflectiveOperationException {
    this.unsafe = unsafe;
    this.define =
        unsafe
            .getClass()
            .getMethod(
                "defineClass",
                String.class,
                byte[].class,
                int.class,
                int.class,
                ClassLoader.class,
                ProtectionDomain.class);
  }

  /**
   * @throws ReflectiveOperationException where this JVM does not let us
   */
  static BootstrapLoader of(Instrumentation instrumentation) throws ReflectiveOperationException {
    return new BootstrapLoader(isModular() ? internalUnsafe(instrumentation) : unsafe());
  }

  void define(String name, byte[] classFile) throws ReflectiveOperationException {
    define.invoke(unsafe, name, classFile, 0, classFile.length, null, null);
  }

  private static boolean isModular() {
    try {
      Class.forName("java.lang.Module");
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** JDK 8's. */
  private static Object unsafe() throws ReflectiveOperationException {
    Field field = Class.forName("sun.misc.Unsafe", true, null).getDeclaredField("theUnsafe");
    field.setAccessible(true);
    return field.get(null);
  }

  /** Later ones have it in a package that only an agent can have exported, to itself alone. */
  private static Object internalUnsafe(Instrumentation instrumentation)
      throws ReflectiveOperationException {
    Method moduleOf = Class.class.getMethod("getModule");
    Class<?> module = moduleOf.getReturnType();
    Map<String, Set<Object>> exports =
        Collections.singletonMap(
            "jdk.internal.misc", Collections.singleton(moduleOf.invoke(BootstrapLoader.class)));
    Instrumentation.class
        .getMethod("redefineModule", module, Set.class, Map.class, Map.class, Set.class, Map.class)
        .invoke(
            instrumentation,
            moduleOf.invoke(Object.class),
            Collections.emptySet(),
            exports,
            Collections.emptyMap(),
            Collections.emptySet(),
            Collections.emptyMap());
    Class<?> type = Class.forName("jdk.internal.misc.Unsafe", true, null);
    return type.getMethod("getUnsafe").invoke(null);
  }
}
