package dev.cresset.agent.bootstrap;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads from one jar, which is open until {@link #close}. It reads the entries itself: the JDK's
 * {@code jar:} handler keeps files open, or is replaced.
 */
public abstract class JarClassLoader extends ClassLoader implements Closeable {
  static {
    registerAsParallelCapable();
  }

  private final ZipFile jar;
  private final String folder;
  private final String protocol;
  private final URLStreamHandler entryHandler = new EntryHandler();

  /**
   * @param folder of the jar, with a slash at its end, or empty
   * @param protocol of the URLs of resources, which nobody else can open
   */
  protected JarClassLoader(ClassLoader parent, ZipFile jar, String folder, String protocol) {
    super(parent);
    this.jar = jar;
    this.folder = folder;
    this.protocol = protocol;
  }

  /** Nothing more is loaded. */
  @Override
  public void close() throws IOException {
    jar.close();
  }

  /**
   * @return null if the folder has no such entry
   */
  protected final ZipEntry entry(String name) {
    return jar.getEntry(folder + name);
  }

  /**
   * @param entry the class file
   */
  protected final Class<?> define(String name, ZipEntry entry, ProtectionDomain domain)
      throws ClassNotFoundException {
    try {
      byte[] bytes = NativeClassLoader.readAll(jar, entry);
      return defineClass(name, bytes, 0, bytes.length, domain);
    } catch (IOException e) {
      throw new ClassNotFoundException(name + " could not be read from " + jar.getName(), e);
    }
  }

  @Override
  public final URL findResource(String name) {
    if (entry(name) == null) {
      return null;
    }
    try {
      return new URL(protocol, "", -1, "/" + name, entryHandler);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("Not a resource's name: " + name, e);
    }
  }

  @Override
  protected final Enumeration<URL> findResources(String name) {
    URL own = findResource(name);
    return own == null
        ? Collections.emptyEnumeration()
        : Collections.enumeration(Collections.singleton(own));
  }

  final class EntryHandler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() throws IOException {
          ZipEntry entry = entry(url.getPath().substring(1));
          if (entry == null) {
            throw new FileNotFoundException(url.toString());
          }
          return jar.getInputStream(entry);
        }
      };
    }
  }
}
