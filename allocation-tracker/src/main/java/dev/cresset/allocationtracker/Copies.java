package dev.cresset.allocationtracker;

import dev.cresset.profile.Frame;

/**
 * Methods of the JDK that make an object and return it, so that it can be followed from their
 * callers, and only there. None of them ever returns an object that was there before.
 */
final class Copies {
  private Copies() {}

  /** Whether a method is one whose callers allocate, rather than the method itself. */
  static boolean isOne(String owner, String method) {
    switch (owner) {
      case "java/util/Arrays":
        return method.startsWith("copyOf");
      case "java/lang/reflect/Array":
        return method.equals("newInstance");
      case "java/lang/String":
        return method.equals("getBytes") || method.equals("toCharArray");
      case "java/io/ByteArrayOutputStream":
        return method.equals("toByteArray");
      case "java/lang/Object":
        return method.equals("clone");
      default:
        return false;
    }
  }

  /**
   * @param called by the code in question, when an object was made in there
   */
  static boolean returns(Frame called, String allocated) {
    String owner = called.className().replace('.', '/');
    boolean concatenates =
        owner.startsWith("java/lang/invoke/") || owner.equals("java/lang/StringConcatHelper");
    boolean copies = allocated.endsWith("]") || owner.equals("java/lang/Object");
    return concatenates && allocated.equals("java.lang.String")
        || copies && isOne(owner, called.methodName());
  }
}
