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
  private static final int NEAREST = 8;

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
   * The site of a sampled allocation: the nearest frame whose class can be instrumented, if the
   * object is at hand there. That is so where the method makes it itself, or calls something of the
   * JDK's that makes and returns it; what the JDK keeps for itself cannot be followed.
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
    String allocated = frames.get(0).className();
    for (int i = 1; i < Math.min(frames.size(), 1 + NEAREST); i++) {
      String owner = frames.get(i).className().replace('.', '/');
      String method = frames.get(i).methodName();
      boolean isCopy = Copies.isOne(owner, method);
      if (!isCopy && !owner.isEmpty() && mayBeOwner.test(owner)) {
        boolean atHand = i == 1 || Copies.returns(frames.get(i - 1), allocated);
        return atHand ? new Site(owner, method, allocated) : null;
      }
    }
    return null;
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
