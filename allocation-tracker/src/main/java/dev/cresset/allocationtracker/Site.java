package dev.cresset.allocationtracker;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.StackTrace;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** A method and a class of objects that it allocates. Immutable. */
final class Site {
  /** How far below the leaf the code that allocates may lie: above it are only the JDK's copies. */
  private static final int NEAREST = 4;

  private final String owner;
  private final String method;
  private final String allocated;

  /**
   * @param owner the method's class, as in class files: {@code com/shop/Cart}
   * @param method its name; those that share it are one
   * @param allocated as source code writes it: {@code byte[]}
   */
  Site(String owner, String method, String allocated) {
    this.owner = owner;
    this.method = method;
    this.allocated = allocated;
  }

  /**
   * The site of a sampled allocation: the nearest frame whose class can be instrumented.
   *
   * @param stack with the allocated class as its leaf
   * @param mayBeOwner of a class's name as in class files
   * @return null if there is none
   */
  static Site of(StackTrace stack, Predicate<String> mayBeOwner) {
    List<Frame> frames = stack.frames();
    if (frames.isEmpty() || frames.get(0).kind() != FrameKind.CLASS) {
      return null;
    }
    for (int i = 1; i < Math.min(frames.size(), 1 + NEAREST); i++) {
      String owner = frames.get(i).className().replace('.', '/');
      String method = frames.get(i).methodName();
      if (!owner.isEmpty()
          && !isCopy(owner, method, frames.get(0).className())
          && mayBeOwner.test(owner)) {
        return new Site(owner, method, frames.get(0).className());
      }
    }
    return null;
  }

  /** Of references, these are the JVM's own code, so it is their caller that counts. */
  private static boolean isCopy(String owner, String method, String allocated) {
    boolean ofPrimitives = Character.isLowerCase(allocated.charAt(0)) && allocated.indexOf('.') < 0;
    return owner.equals("java/util/Arrays") && method.startsWith("copyOf") && !ofPrimitives
        || owner.equals("java/lang/reflect/Array")
        || owner.equals("java/lang/Object");
  }

  String owner() {
    return owner;
  }

  String method() {
    return method;
  }

  String allocated() {
    return allocated;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Site)) {
      return false;
    }
    Site that = (Site) other;
    return owner.equals(that.owner)
        && method.equals(that.method)
        && allocated.equals(that.allocated);
  }

  @Override
  public int hashCode() {
    return Objects.hash(owner, method, allocated);
  }

  @Override
  public String toString() {
    return owner.replace('/', '.') + '.' + method + " of " + allocated;
  }
}
