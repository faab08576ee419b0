package dev.cresset.allocationtracker;

/**
 * Which classes may be instrumented to follow what they allocate. The JDK's are not, unless
 * somebody asks for them by name: so much is compiled into their callers that changing one has half
 * of the application compiled anew. Immutable.
 */
final class LiveClasses {
  private final ClassFilter filter;
  private final boolean jdksToo;

  LiveClasses(AllocationConfig config) {
    this.filter = new ClassFilter(config);
    this.jdksToo = !config.includes().isEmpty();
  }

  /**
   * @param loader null for the bootstrap loader
   * @param name as in class files
   */
  boolean accepts(ClassLoader loader, String name) {
    return (jdksToo || !filter.isJdks(loader)) && filter.accepts(loader, name);
  }

  /** The same as far as the name tells, as stack traces know no more. */
  boolean mayBeOwner(String name) {
    boolean generated = name.contains("$$") || name.contains("$Proxy") || name.contains(".");
    return !generated && accepts(isJdks(name) ? null : ClassLoader.getSystemClassLoader(), name);
  }

  /** As far as a name in a class file tells. */
  static boolean isJdks(String name) {
    return name.startsWith("java/") || name.startsWith("jdk/") || name.startsWith("sun/");
  }
}
