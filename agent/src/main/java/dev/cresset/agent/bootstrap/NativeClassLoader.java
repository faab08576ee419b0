package dev.cresset.agent.bootstrap;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.security.ProtectionDomain;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads the classes with native methods, and stays when the agent goes: a native library belongs to
 * the class loader of its classes, cannot be loaded by a second one, and this one must not be
 * unloaded, since the JVM may call it at any moment.
 */
final class NativeClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String PACKAGE = "one.profiler";
  private static final String MODULE = "dev.cresset.agent.natives";

  // Static, since it is once in a JVM, however often the agent comes and goes.
  private static NativeClassLoader instance;

  private final File jarFile;
  private final ProtectionDomain domain;

  private NativeClassLoader(File jarFile) throws IOException {
    super(AgentClassLoader.platformLoader());
    this.jarFile = jarFile;
    this.domain = AgentClassLoader.trusted(jarFile);
  }

  static synchronized NativeClassLoader of(File jarFile) throws Exception {
    if (instance == null) {
      NativeClassLoader loader = new NativeClassLoader(jarFile);
      if (Jdk.feature() >= 24) {
        defineModule(loader);
      }
      instance = loader;
    }
    return instance;
  }

  /** The class is named, not referred to: it was compiled against Java 9. */
  private static void defineModule(ClassLoader loader) throws ReflectiveOperationException {
    Class.forName(NativeClassLoader.class.getPackage().getName() + ".NativeModule")
        .getDeclaredMethod("define", String.class, ClassLoader.class, String.class)
        .invoke(null, MODULE, loader, PACKAGE);
  }

  static boolean loads(String className) {
    return className.startsWith(PACKAGE + '.');
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    // The jar is not kept open: there are few classes, and this loader stays for good.
    try (ZipFile jar = new ZipFile(jarFile)) {
      ZipEntry entry =
          jar.getEntry(AgentClassLoader.FOLDER + name.replace('.', '/') + ".classdata");
      if (entry == null || !loads(name)) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = readAll(jar, entry);
      return defineClass(name, bytes, 0, bytes.length, domain);
    } catch (IOException e) {
      throw new ClassNotFoundException(name + " could not be read from " + jarFile, e);
    }
  }

  /** Called by the JDK for a class name in a named module. */
  protected Class<?> findClass(String moduleName, String name) {
    try {
      return loadClass(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  /** In one piece of its size: the agent loads a thousand classes, and an idle heap is small. */
  static byte[] readAll(ZipFile jar, ZipEntry entry) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(entry.getSize())];
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      in.readFully(bytes);
    }
    return bytes;
  }
}
