package dev.cresset.allocationtracker;

import dev.cresset.allocationtracker.bridge.AllocationBridge;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/**
 * The {@link AllocationBridge} that instrumented code sees: the one in the bootstrap class loader.
 * The agent's own copy of that class, if its loader has one, is another class; so the bridge is
 * only reached by reflection, and given nothing but the JDK's types. Safe for use by many threads.
 */
final class InstalledBridge {
  /** By name only: our own loader must not load the class before the bootstrap loader has it. */
  static final String NAME = "dev.cresset.allocationtracker.bridge.AllocationBridge";

  static final String PACKAGE = NAME.substring(0, NAME.lastIndexOf('.') + 1);

  /** The one that gets the objects themselves. */
  static final String SURVIVORS = PACKAGE + "SurvivorBridge";

  private static final String[] CLASSES = {
    PACKAGE + "Tap", PACKAGE + "Countdown", PACKAGE + "Countdowns", SURVIVORS, NAME
  };

  private final BootClasses bridge;
  private final Method install;
  private final Method installSurvivors;

  private InstalledBridge(BootClasses bridge) throws ReflectiveOperationException {
    this.bridge = bridge;
    this.install = bridge.main().getMethod("install", BiConsumer.class, long.class);
    this.installSurvivors =
        Class.forName(SURVIVORS, true, null).getMethod("install", BiConsumer.class, long.class);
  }

  /**
   * Puts the bridge into the bootstrap class loader, unless an earlier start did.
   *
   * @param tempDirectory holds a jar of it until it is loaded, where there is no other way
   * @throws IOException also if the one of another version of ours is there
   */
  static InstalledBridge in(Instrumentation instrumentation, Path tempDirectory)
      throws IOException, ReflectiveOperationException {
    ClassLoader source = InstalledBridge.class.getClassLoader();
    return new InstalledBridge(
        // The number is in our own class file: that it is compared loads no class.
        BootClasses.install(
            instrumentation, source, tempDirectory, AllocationBridge.CONTRACT, CLASSES));
  }

  /** Sends samples to a sink from now on, as {@link AllocationBridge#install} says. */
  void send(BiConsumer<Object, long[]> sink, long interval) {
    invoke(install, sink, interval);
  }

  /** Sends sampled objects of followed sites to a sink from now on. */
  void sendSurvivors(BiConsumer<Object, long[]> sink, long interval) {
    invoke(installSurvivors, sink, interval);
  }

  private static void invoke(Method install, BiConsumer<Object, long[]> sink, long interval) {
    try {
      install.invoke(null, sink, interval);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The bridge in the bootstrap class loader is not ours.", e);
    }
  }

  /** Whether code of a class loader may call the bridge. */
  boolean isVisibleTo(ClassLoader loader) {
    return bridge.isVisibleTo(loader);
  }
}
