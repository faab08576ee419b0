package dev.cresset.allocationtracker;

import dev.cresset.allocationtracker.bridge.AllocationBridge;
import dev.cresset.sampler.PrivateDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

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

  private final Class<?> bridge;
  private final Method install;
  private final Method installSurvivors;
  private final Map<ClassLoader, Boolean> visible =
      Collections.synchronizedMap(new WeakHashMap<>());

  private InstalledBridge(Class<?> bridge) throws ReflectiveOperationException {
    this.bridge = bridge;
    this.install = bridge.getMethod("install", BiConsumer.class, long.class);
    this.installSurvivors =
        Class.forName(SURVIVORS, true, null).getMethod("install", BiConsumer.class, long.class);
  }

  /**
   * Puts the bridge into the bootstrap class loader, unless an earlier start did.
   *
   * @param tempDirectory holds a jar of it until it is loaded, where there is no other way
   */
  static InstalledBridge in(Instrumentation instrumentation, Path tempDirectory)
      throws IOException, ReflectiveOperationException {
    try {
      return new InstalledBridge(Class.forName(NAME, true, null));
    } catch (ClassNotFoundException e) {
      install(instrumentation, tempDirectory);
      for (String name : CLASSES) {
        Class.forName(name, true, null);
      }
      return new InstalledBridge(Class.forName(NAME, true, null));
    }
  }

  private static void install(Instrumentation instrumentation, Path tempDirectory)
      throws IOException {
    try {
      BootstrapLoader loader = BootstrapLoader.of(instrumentation);
      for (String name : CLASSES) {
        loader.define(name, ClassFiles.read(name));
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      append(instrumentation, tempDirectory);
    }
  }

  private static void append(Instrumentation instrumentation, Path tempDirectory)
      throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.in(tempDirectory)) {
      Path jar = directory.resolve("bridge.jar");
      try (OutputStream out = Files.newOutputStream(jar)) {
        write(out);
      }
      // The JVM opens the jar at once, and needs its name no longer.
      try (JarFile file = new JarFile(jar.toFile())) {
        instrumentation.appendToBootstrapClassLoaderSearch(file);
      }
    }
  }

  private static void write(OutputStream out) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(out)) {
      for (String name : CLASSES) {
        jar.putNextEntry(new JarEntry(name.replace('.', '/') + ".class"));
        jar.write(ClassFiles.read(name));
      }
    }
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

  /**
   * Whether code of a class loader may call the bridge. Some loaders, such as OSGi's, find no other
   * classes by way of the bootstrap loader than {@code java.*}: their code would fail.
   */
  boolean isVisibleTo(ClassLoader loader) {
    if (loader == null) {
      return true;
    }
    Boolean known = visible.get(loader);
    if (known == null) {
      // Not atomically: a class loader may do anything when asked for a class.
      known = finds(loader);
      visible.put(loader, known);
    }
    return known;
  }

  private boolean finds(ClassLoader loader) {
    try {
      return Class.forName(NAME, false, loader) == bridge;
    } catch (ClassNotFoundException | RuntimeException | LinkageError e) {
      return false;
    }
  }
}
