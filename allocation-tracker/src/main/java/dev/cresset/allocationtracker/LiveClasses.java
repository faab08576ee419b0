package dev.cresset.allocationtracker;

/** Which classes may be instrumented to follow what they allocate. Immutable. */
final class LiveClasses {
  /** Where the arrays of concatenated strings come from. */
  private static final String CONCATENATION = "java/lang/StringConcatHelper";

  private final ClassFilter filter;

  LiveClasses(AllocationConfig config) {
    this.filter = new ClassFilter(config);
  }

  /**
   * @param loader null for the bootstrap loader
   * @param name as in class files
   */
  boolean accepts(ClassLoader loader, String name) {
    return filter.accepts(loader, name) || loader == null && name.equals(CONCATENATION);
  }

  /** The same as far as the name tells, as stack traces know no more. */
  boolean mayBeOwner(String name) {
    boolean generated = name.contains("$$") || name.contains("$Proxy") || name.contains(".");
    boolean jdks = name.startsWith("java/") || name.startsWith("jdk/") || name.startsWith("sun/");
    return !generated && accepts(jdks ? null : ClassLoader.getSystemClassLoader(), name);
  }
}
