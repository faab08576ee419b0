package dev.cresset.profile;

import java.util.Objects;

/**
 * One entry of a stack trace: the code that ran, or the class that was allocated.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Frame {
  private final String className;
  private final String methodName;
  private final String fileName;
  private final int line;
  private final FrameKind kind;
  private final int hash;

  private Frame(String className, String methodName, String fileName, int line, FrameKind kind) {
    this.className = Objects.requireNonNull(className, "className");
    this.methodName = Objects.requireNonNull(methodName, "methodName");
    this.fileName = Objects.requireNonNull(fileName, "fileName");
    this.kind = Objects.requireNonNull(kind, "kind");
    this.line = line;
    this.hash =
        ((className.hashCode() * 31 + methodName.hashCode()) * 31 + line) * 31 + kind.ordinal();
  }

  /**
   * A Java method.
   *
   * @param className fully qualified, with dots: {@code com.shop.Cart}
   * @param methodName without signature: {@code total}
   * @param fileName {@code Cart.java}, or empty where it is not known
   * @param line 1-based, or 0 where it is not known
   * @param kind {@link FrameKind#JAVA} or {@link FrameKind#INLINED}
   */
  public static Frame java(
      String className, String methodName, String fileName, int line, FrameKind kind) {
    return new Frame(className, methodName, fileName, Math.max(0, line), kind);
  }

  /**
   * Native, kernel or VM code.
   *
   * @param symbol as the symbol table has it, demangled where it can be
   * @param library the file name of the library the symbol comes from, or empty
   */
  public static Frame symbol(String symbol, String library, FrameKind kind) {
    return new Frame("", symbol, library, 0, kind);
  }

  /**
   * The class of an allocated object, as the leaf of its stack trace.
   *
   * @param className as source code writes it: {@code byte[]}, {@code java.lang.String}
   */
  public static Frame ofClass(String className) {
    return new Frame(className, "", "", 0, FrameKind.CLASS);
  }

  /** Fully qualified class name with dots; empty for native, kernel and VM code. */
  public String className() {
    return className;
  }

  /** Method name without signature, or the symbol; empty for {@link FrameKind#CLASS}. */
  public String methodName() {
    return methodName;
  }

  /** The function as tables and graphs name it: class and method, the symbol, or the class. */
  public String function() {
    if (className.isEmpty()) {
      return methodName;
    }
    return methodName.isEmpty() ? className : className + '.' + methodName;
  }

  /** Source file of a Java method, library of a native one; empty where it is not known. */
  public String fileName() {
    return fileName;
  }

  /** 1-based source line; 0 where it is not known. */
  public int line() {
    return line;
  }

  public FrameKind kind() {
    return kind;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Frame)) {
      return false;
    }
    Frame that = (Frame) other;
    return hash == that.hash
        && line == that.line
        && kind == that.kind
        && methodName.equals(that.methodName)
        && className.equals(that.className)
        && fileName.equals(that.fileName);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return line == 0 ? function() : function() + ':' + line;
  }
}
