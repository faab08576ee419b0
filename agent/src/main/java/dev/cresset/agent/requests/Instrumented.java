package dev.cresset.agent.requests;

/** Code that is to be woven. Asked while classes are being loaded: quick, and never throws. */
interface Instrumented {
  String[] NONE = {};

  /** The classes that may have such methods, as class files name them. */
  String[] classes();

  /**
   * Descriptors by which to recognise such methods in any class of the application's; a class that
   * lacks them all is not looked at.
   */
  default String[] descriptors() {
    return NONE;
  }

  /**
   * @param className as class files name it
   * @return null for a method that stays as it is
   */
  Advice advice(String className, String method, String descriptor);
}
