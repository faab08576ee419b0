package dev.cresset.allocationtracker;

import dev.cresset.sampler.PrivateDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Classes of ours in the bootstrap class loader, where instrumented code of every class loader
 * finds them. Safe for use by many threads.
 */
public final class BootClasses {
  private final Class<?> main;
  private final Map<ClassLoader, Boolean> visible =
      Collections.synchronizedMap(new WeakHashMap<>());

  private BootClasses(Class<?> main) {
    this.main = main;
  }

  /**
   * Puts classes into the bootstrap class loader, unless an earlier start did. They stay there for
   * as long as the JVM runs, whatever agent comes next.
   *
   * @param source has their class files
   * @param tempDirectory holds a jar of them until they are loaded, where there is no other way
   * @param contract the {@code CONTRACT} of the last of them, a public constant that rises with
   *     every change that makes them and what uses them need the same version
   * @param names those that others extend first; the one of them that instrumented code calls last
   * @throws IOException also if those of another version are there; nothing is changed then
   */
  public static synchronized BootClasses install(
      Instrumentation instrumentation,
      ClassLoader source,
      Path tempDirectory,
      int contract,
      String... names)
      throws IOException, ReflectiveOperationException {
    String main = names[names.length - 1];
    int missing = missing(names);
    if (missing == names.length) {
      define(instrumentation, source, tempDirectory, names);
      for (String name : names) {
        Class.forName(name, true, null);
      }
    } else if (missing > 0 || contractOf(main) != contract) {
      throw new IOException(
          "This JVM has the "
              + main
              + " of another version of Cresset's agent, and cannot have two of them; restart it to"
              + " use this version.");
    }
    return new BootClasses(Class.forName(main, true, null));
  }

  private static int missing(String... names) {
    int missing = 0;
    for (String name : names) {
      try {
        Class.forName(name, false, null);
      } catch (ClassNotFoundException e) {
        missing++;
      }
    }
    return missing;
  }

  /** 0 for a class from before there were any. */
  private static int contractOf(String main) throws ReflectiveOperationException {
    try {
      return Class.forName(main, true, null).getField("CONTRACT").getInt(null);
    } catch (NoSuchFieldException e) {
      return 0;
    }
  }

  private static void define(
      Instrumentation instrumentation, ClassLoader source, Path tempDirectory, String... names)
      throws IOException {
    try {
      BootstrapLoader loader = BootstrapLoader.of(instrumentation);
      for (String name : names) {
        loader.define(name, ClassFiles.read(source, name));
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      append(instrumentation, source, tempDirectory, names);
    }
  }

  private static void append(
      Instrumentation instrumentation, ClassLoader source, Path tempDirectory, String... names)
      throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.in(tempDirectory)) {
      Path jar = directory.resolve("bridge.jar");
      try (OutputStream out = Files.newOutputStream(jar)) {
        write(out, source, names);
      }
      // The JVM opens the jar at once, and needs its name no longer.
      try (JarFile file = new JarFile(jar.toFile())) {
        instrumentation.appendToBootstrapClassLoaderSearch(file);
      }
    }
  }

  private static void write(OutputStream out, ClassLoader source, String... names)
      throws IOException {
    try (JarOutputStream jar = new JarOutputStream(out)) {
      for (String name : names) {
        jar.putNextEntry(new JarEntry(name.replace('.', '/') + ".class"));
        jar.write(ClassFiles.read(source, name));
      }
    }
  }

  /** The class that instrumented code calls. */
  public Class<?> main() {
    return main;
  }

  /**
   * Whether code of a class loader may call it. Some loaders, such as OSGi's, find no other classes
   * by way of the bootstrap loader than {@code java.*}: their code would fail.
   */
  public boolean isVisibleTo(ClassLoader loader) {
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
      return Class.forName(main.getName(), false, loader) == main;
    } catch (ClassNotFoundException | RuntimeException | LinkageError e) {
      return false;
    }
  }
}
