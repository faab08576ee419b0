package dev.cresset.allocationtracker;

import java.util.List;

/**
 * Which classes are instrumented: the application's, and those parts of the JDK that allocate on
 * its behalf. Safe for use by many threads.
 *
 * <p>It is asked while a class is being loaded, so it has no use for collections: see {@link
 * AllocationTransformer#rehearse}.
 */
final class ClassFilter {
  /**
   * Without them most of what an application allocates would be missing. The rest of the JDK stays
   * as it is: it runs underneath the bridge, loads classes, or allocates little.
   */
  private static final String[] JDK = {
    "java/io/",
    "java/lang/AbstractStringBuilder",
    "java/lang/Boolean",
    "java/lang/Byte",
    "java/lang/Character",
    "java/lang/Double",
    "java/lang/Float",
    "java/lang/Integer",
    "java/lang/Iterable",
    "java/lang/Long",
    "java/lang/Short",
    "java/lang/String",
    "java/lang/StringBuffer",
    "java/lang/StringBuilder",
    "java/lang/StringCoding",
    "java/lang/StringLatin1",
    "java/lang/StringUTF16",
    "java/math/",
    "java/net/",
    "java/nio/",
    "java/sql/",
    "java/text/",
    "java/time/",
    "java/util/",
  };

  private static final String[] NEVER = {"dev/cresset/allocationtracker/"};

  private final ClassLoader own = ClassFilter.class.getClassLoader();
  private final ClassLoader platform = platformLoader();
  private final String[] includes;
  private final String[] excludes;

  ClassFilter(AllocationConfig config) {
    this.includes = internal(config.includes());
    this.excludes = internal(config.excludes());
  }

  /**
   * @param loader null for the bootstrap loader
   * @param name as in class files: {@code com/shop/Cart$Line}
   */
  boolean accepts(ClassLoader loader, String name) {
    boolean agents = loader == own && own != ClassLoader.getSystemClassLoader();
    return !agents
        && (!isJdks(loader) || matches(JDK, name))
        && (includes.length == 0 || matches(includes, name))
        && !matches(excludes, name)
        && !matches(NEVER, name);
  }

  boolean isJdks(ClassLoader loader) {
    return loader == null || loader == platform;
  }

  /** That of extensions before JDK 9: the last one before the bootstrap loader. */
  private static ClassLoader platformLoader() {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    while (loader.getParent() != null) {
      loader = loader.getParent();
    }
    return loader;
  }

  /** True for a class, its nested classes, and whatever lies in a package or below it. */
  private static boolean matches(String[] patterns, String name) {
    for (String pattern : patterns) {
      if (name.startsWith(pattern) && isWhole(pattern, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWhole(String pattern, String name) {
    if (pattern.endsWith("/") || name.length() == pattern.length()) {
      return true;
    }
    char next = name.charAt(pattern.length());
    return next == '/' || next == '$';
  }

  private static String[] internal(List<String> names) {
    return names.stream()
        .map(name -> name.trim().replaceAll("[.*]+$", "").replace('.', '/'))
        .filter(name -> !name.isEmpty())
        .toArray(String[]::new);
  }
}
