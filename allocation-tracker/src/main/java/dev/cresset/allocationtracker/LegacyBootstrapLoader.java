package dev.cresset.allocationtracker;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;

/** By {@code Unsafe}, as JDK 8 has it. */
final class LegacyBootstrapLoader implements BootstrapLoader {
  private final Object unsafe;
  private final Method define;

  /**
   * @throws ReflectiveOperationException where this JVM does not let us
   */
  LegacyBootstrapLoader() throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Unsafe", true, null);
    Field field = type.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    this.unsafe = field.get(null);
    this.define =
        type.getMethod(
            "defineClass",
            String.class,
            byte[].class,
            int.class,
            int.class,
            ClassLoader.class,
            ProtectionDomain.class);
  }

  @Override
  public void define(String name, byte[] classFile) throws ReflectiveOperationException {
    define.invoke(unsafe, name, classFile, 0, classFile.length, null, null);
  }
}
