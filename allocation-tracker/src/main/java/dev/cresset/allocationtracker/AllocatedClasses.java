package dev.cresset.allocationtracker;

/** Names of classes as they stand in profiles. */
final class AllocatedClasses {
  private static final String LAMBDA = "$$Lambda";

  private AllocatedClasses() {}

  /**
   * Folds the classes that the JVM spins at run time under numbers that change from run to run:
   * {@code Cart$$Lambda$14/0x0000000800c03000[]} becomes {@code Cart$$Lambda[]}. Without that no
   * two runs could be compared, and the class as a label would have no end of values.
   */
  static String folded(String name) {
    int lambda = name.indexOf(LAMBDA);
    if (lambda >= 0) {
      return name.substring(0, lambda + LAMBDA.length()) + dimensions(name);
    }
    int hidden = Math.max(name.indexOf("/0x"), Math.max(name.indexOf(".0x"), name.indexOf("+0x")));
    return hidden < 0 ? name : name.substring(0, hidden) + dimensions(name);
  }

  private static String dimensions(String name) {
    int array = name.indexOf('[');
    return array < 0 ? "" : name.substring(array);
  }
}
