package dev.cresset.agent.bootstrap;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads the agent and its libraries from {@code cresset-lib/} of the agent's jar, where they lie as
 * {@code .classdata} so that no other loader takes them for classes.
 *
 * <p>Child first, and blind to the application: its parent is the platform's loader. Of the classes
 * outside, only those of this package come from the application's side, for both to share.
 */
final class AgentClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  static final String FOLDER = "cresset-lib/";
  private static final String SHARED = AgentClassLoader.class.getName().replaceAll("[^.]+$", "");

  // Protobuf and Guava run without it, and JDK 24 and later warn on stderr about whoever uses it.
  private static final String UNSAFE = "sun.misc.Unsafe";

  private final ZipFile jar;
  private final ProtectionDomain domain;
  private final URLStreamHandler entryHandler = new EntryHandler();

  private AgentClassLoader(File jarFile) throws IOException {
    super(platformLoader());
    this.jar = new ZipFile(jarFile);
    Permissions all = new Permissions();
    all.add(new AllPermission());
    this.domain =
        new ProtectionDomain(
            new CodeSource(jarFile.toURI().toURL(), (Certificate[]) null), all, this, null);
  }

  /** A loader on the agent's jar; it stays open as long as the JVM runs. */
  static ClassLoader open(File jarFile) throws Exception {
    AgentClassLoader loader = new AgentClassLoader(jarFile);
    if (Jdk.feature() >= 24) {
      Class.forName(SHARED + "AgentModule")
          .getDeclaredMethod("define", ClassLoader.class, List.class)
          .invoke(null, loader, loader.entryNames());
    }
    return loader;
  }

  /** What lies in the folder, by its name inside it. */
  private List<String> entryNames() {
    return jar.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.startsWith(FOLDER))
        .map(name -> name.substring(FOLDER.length()))
        .collect(Collectors.toList());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(SHARED)) {
      return AgentClassLoader.class.getClassLoader().loadClass(name);
    }
    if (name.equals(UNSAFE)) {
      throw new ClassNotFoundException(name + " is hidden from the agent's libraries");
    }
    ZipEntry entry = entry(name.replace('.', '/') + ".classdata");
    if (entry == null) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name, entry);
    }
  }

  private Class<?> define(String name, ZipEntry entry) throws ClassNotFoundException {
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = readAll(in, (int) entry.getSize());
      return defineClass(name, bytes, 0, bytes.length, domain);
    } catch (IOException e) {
      throw new ClassNotFoundException(name + " could not be read from " + jar.getName(), e);
    }
  }

  /** Called by the JDK for a class name in a named module. */
  protected Class<?> findClass(String moduleName, String name) {
    try {
      return loadClass(name, false);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  @Override
  public URL getResource(String name) {
    URL own = findResource(name);
    return own != null ? own : super.getResource(name);
  }

  /** Called by the JDK for a resource of a named module. */
  protected URL findResource(String moduleName, String name) {
    return findResource(name);
  }

  @Override
  protected URL findResource(String name) {
    if (entry(name) == null) {
      return null;
    }
    try {
      return new URL("cresset", "", -1, "/" + name, entryHandler);
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

  private ZipEntry entry(String name) {
    return jar.getEntry(FOLDER + name);
  }

  private static byte[] readAll(InputStream in, int size) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(32, size));
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
    return out.toByteArray();
  }

  /** The loader of the JDK's own modules; on JDK 8, of its extensions. */
  private static ClassLoader platformLoader() {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    while (loader.getParent() != null) {
      loader = loader.getParent();
    }
    return loader;
  }

  /** Reads entries itself: the JDK's {@code jar:} handler keeps files open, or is replaced. */
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
