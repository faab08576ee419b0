package dev.cresset.agent.requests;

import dev.cresset.agent.bootstrap.JarClassLoader;
import dev.cresset.api.RequestEntryPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads a jar of somebody else's. It sees the JDK and our interface, and neither the application
 * nor the libraries of the agent, which are cut down to what the agent calls.
 *
 * <p>Not the JDK's loader for jars: with JDK 8's, what reads the providers' names keeps the file
 * open for good.
 */
final class ExtensionLoader extends JarClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String API = "dev.cresset.api.";
  private static final ClassLoader AGENTS = RequestEntryPoint.class.getClassLoader();

  private ExtensionLoader(ZipFile jar) {
    super(AGENTS.getParent(), jar, "", "cresset-extension");
  }

  /**
   * @throws IOException if it cannot be read, or is no jar
   */
  static ExtensionLoader open(Path jarFile) throws IOException {
    return new ExtensionLoader(new ZipFile(jarFile.toFile()));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return name.startsWith(API) ? AGENTS.loadClass(name) : super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    ZipEntry entry = entry(name.replace('.', '/') + ".class");
    if (entry == null) {
      throw new ClassNotFoundException(name);
    }
    // It may what the agent may, whose domain does not know its loader: see AgentClassLoader.
    return define(name, entry, ExtensionLoader.class.getProtectionDomain());
  }
}
