package dev.cresset.agent.bootstrap;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads the agent and its libraries from {@code cresset-lib/} of the agent's jar, where they lie as
 * {@code .classdata} so that no other loader takes them for classes.
 *
 * <p>Child first, and blind to the application: its parent is the platform's loader. Of the classes
 * outside, only those of this package come from the application's side, for both to share.
 */
final class AgentClassLoader extends JarClassLoader {
  static {
    registerAsParallelCapable();
  }

  static final String FOLDER = "cresset-lib/";
  private static final String SHARED = AgentClassLoader.class.getName().replaceAll("[^.]+$", "");

  /** In the bootstrap loader, for instrumented code and the agent to share. */
  private static final String BRIDGE = "dev.cresset.agent.bridge.";

  // Protobuf and Guava run without it, and JDK 24 and later warn on stderr about whoever uses it.
  private static final String UNSAFE = "sun.misc.Unsafe";

  /** Not to be sought in the jar first: nobody else may define such classes. */
  private static final String JDK = "java.";

  private final ProtectionDomain domain;
  private final ClassLoader natives;

  private AgentClassLoader(File jarFile, ClassLoader natives) throws IOException {
    super(platformLoader(), new ZipFile(jarFile), FOLDER, "cresset");
    this.natives = natives;
    this.domain = trusted(jarFile);
  }

  /** A loader on the agent's jar. */
  static AgentClassLoader open(File jarFile) throws Exception {
    return new AgentClassLoader(jarFile, NativeClassLoader.of(jarFile));
  }

  /**
   * Code of the agent's may do what it must, under a security manager too. The domain does not know
   * its loader: threads of the JDK's that are started on the way keep it for good.
   */
  static ProtectionDomain trusted(File jarFile) throws IOException {
    Permissions all = new Permissions();
    all.add(new AllPermission());
    return new ProtectionDomain(new CodeSource(jarFile.toURI().toURL(), (Certificate[]) null), all);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(JDK)) {
      return super.loadClass(name, resolve);
    }
    if (name.startsWith(SHARED)) {
      return AgentClassLoader.class.getClassLoader().loadClass(name);
    }
    if (name.equals(UNSAFE)) {
      throw new ClassNotFoundException(name + " is hidden from the agent's libraries");
    }
    if (NativeClassLoader.loads(name)) {
      return natives.loadClass(name);
    }
    ZipEntry entry = entry(name.replace('.', '/') + ".classdata");
    if (entry == null || name.startsWith(BRIDGE)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name, entry, domain);
    }
  }

  @Override
  public URL getResource(String name) {
    URL own = findResource(name);
    return own != null ? own : super.getResource(name);
  }

  /** The loader of the JDK's own modules; on JDK 8, of its extensions. */
  static ClassLoader platformLoader() {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    while (loader.getParent() != null) {
      loader = loader.getParent();
    }
    return loader;
  }
}
