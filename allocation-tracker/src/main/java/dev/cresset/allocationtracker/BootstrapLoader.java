package dev.cresset.allocationtracker;

import java.lang.instrument.Instrumentation;

/**
 * Defines classes in the bootstrap loader, without appending a jar to its class path: from then on
 * the JVM would share no archived class of the application's, and would say so on stderr.
 */
interface BootstrapLoader {
  /**
   * @throws ReflectiveOperationException where this JVM does not let us; so do others
   */
  void define(String name, byte[] classFile) throws ReflectiveOperationException;

  /**
   * @throws ReflectiveOperationException where this JVM does not let us; so do others
   */
  static BootstrapLoader of(Instrumentation instrumentation) throws ReflectiveOperationException {
    if (!isModular()) {
      return new LegacyBootstrapLoader();
    }
    // Named, not referred to: it was compiled against Java 9.
    return (BootstrapLoader)
        Class.forName(BootstrapLoader.class.getPackage().getName() + ".ModularBootstrapLoader")
            .getDeclaredConstructor(Instrumentation.class)
            .newInstance(instrumentation);
  }

  /** From JDK 9 on. */
  static boolean isModular() {
    try {
      Class.forName("java.lang.Module");
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
