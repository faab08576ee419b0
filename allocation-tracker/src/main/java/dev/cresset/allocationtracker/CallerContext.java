package dev.cresset.allocationtracker;

/** The classes on the current thread's stack, as Java has shown them to subclasses since 1.0. */
final class CallerContext extends SecurityManager {
  /**
   * Finds the class that code too old for class constants means by a name.
   *
   * @param name binary name; of an array, its descriptor with dots
   * @return null if it cannot be found
   */
  Class<?> resolve(String name) {
    boolean passedBridge = false;
    for (Class<?> caller : getClassContext()) {
      boolean isBridge = caller.getName().equals(InstalledBridge.NAME);
      if (passedBridge && !isBridge) {
        return load(name, caller.getClassLoader());
      }
      passedBridge |= isBridge;
    }
    return null;
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | RuntimeException | LinkageError e) {
      return null;
    }
  }
}
