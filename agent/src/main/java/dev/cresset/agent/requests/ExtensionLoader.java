package dev.cresset.agent.requests;

import dev.cresset.allocationtracker.ClassFiles;
import dev.cresset.api.RequestEntryPoint;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads a jar of somebody else's. It sees the JDK and our interface, and neither the application
 * nor the libraries of the agent, which are cut down to what the agent calls.
 *
 * <p>Not the JDK's loader for jars: with JDK 8's, what reads the providers' names keeps the file
 * open for good.
 */
final class ExtensionLoader extends ClassLoader implements Closeable {
  static {
    registerAsParallelCapable();
  }

  private static final String API = "dev.cresset.api.";
  private static final ClassLoader AGENTS = RequestEntryPoint.class.getClassLoader();

  private final ZipFile jar;
  private final URLStreamHandler entryHandler = new EntryHandler();

  private ExtensionLoader(ZipFile jar) {
    super(AGENTS.getParent());
    this.jar = jar;
  }

  /**
   * @throws IOException if it cannot be read, or is no jar
   */
  static ExtensionLoader open(Path jarFile) throws IOException {
    return new ExtensionLoader(new ZipFile(jarFile.toFile()));
  }

  /** Nothing more is loaded. */
  @Override
  public void close() throws IOException {
    jar.close();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return name.startsWith(API) ? AGENTS.loadClass(name) : super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    ZipEntry entry = jar.getEntry(name.replace('.', '/') + ".class");
    if (entry == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = ClassFiles.read(in);
      // It may what the agent may, whose domain does not know its loader: see AgentClassLoader.
      return defineClass(name, bytes, 0, bytes.length, ExtensionLoader.class.getProtectionDomain());
    } catch (IOException e) {
      throw new ClassNotFoundException(name + " could not be read from " + jar.getName(), e);
    }
  }

  @Override
  protected URL findResource(String name) {
    if (jar.getEntry(name) == null) {
      return null;
    }
    try {
      return new URL("cresset-extension", "", -1, "/" + name, entryHandler);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("Not a resource's name: " + name, e);
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL own = findResource(name);
    return own == null
        ? Collections.emptyEnumeration()
        : Collections.enumeration(Collections.singleton(own));
  }

  private final class EntryHandler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() throws IOException {
          ZipEntry entry = jar.getEntry(url.getPath().substring(1));
          if (entry == null) {
            throw new FileNotFoundException(url.toString());
          }
          return jar.getInputStream(entry);
        }
      };
    }
  }
}
