package dev.cresset.sampler;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;

/**
 * Names of classes as source code writes them, the same in every process: what the JVM numbers at
 * run time loses its number, or no two releases could be compared.
 */
public final class JavaNames {
  /** What the JVM puts a number behind. */
  private static final String[] NUMBERED = {
    "$$Lambda$",
    "$Proxy",
    "GeneratedConstructorAccessor",
    "GeneratedMethodAccessor",
    "GeneratedSerializationConstructorAccessor",
    "GeneratedSerializationMethodAccessor"
  };

  private JavaNames() {}

  /** A Java method's frame as a thread dump has it, which knows the source file. */
  static Frame frame(StackTraceElement element) {
    String file = element.getFileName();
    return Frame.java(
        className(element.getClassName()),
        element.getMethodName(),
        file == null ? "" : file,
        element.getLineNumber(),
        FrameKind.JAVA);
  }

  /**
   * @param jvmName {@code java/lang/String}, {@code [B}, or with dots
   * @return {@code java.lang.String}, {@code byte[]}
   */
  public static String className(String jvmName) {
    int dimensions = 0;
    while (dimensions < jvmName.length() && jvmName.charAt(dimensions) == '[') {
      dimensions++;
    }
    if (dimensions == 0) {
      return withoutNumbers(jvmName);
    }
    StringBuilder name = new StringBuilder(elementName(jvmName.substring(dimensions)));
    for (int i = 0; i < dimensions; i++) {
      name.append("[]");
    }
    return name.toString();
  }

  private static String elementName(String descriptor) {
    switch (descriptor) {
      case "Z":
        return "boolean";
      case "B":
        return "byte";
      case "C":
        return "char";
      case "S":
        return "short";
      case "I":
        return "int";
      case "J":
        return "long";
      case "F":
        return "float";
      case "D":
        return "double";
      default:
        boolean wrapped = descriptor.startsWith("L") && descriptor.endsWith(";");
        return withoutNumbers(
            wrapped ? descriptor.substring(1, descriptor.length() - 1) : descriptor);
    }
  }

  private static String withoutNumbers(String jvmName) {
    String name = withoutNumber(withoutAddress(jvmName));
    return (name.endsWith("$$Lambda$") ? name.substring(0, name.length() - 1) : name)
        .replace('/', '.');
  }

  /**
   * Of hidden and anonymous classes: {@code Foo$$Lambda/0x00007f…}, {@code Foo$$Lambda$14/123456}.
   * No identifier begins with a digit.
   */
  private static String withoutAddress(String name) {
    int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('+'));
    int last = Math.max(slash, name.lastIndexOf('.')) + 1;
    boolean address = last > 0 && last < name.length() && Character.isDigit(name.charAt(last));
    return address ? name.substring(0, last - 1) : name;
  }

  private static String withoutNumber(String name) {
    int end = name.length();
    while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
      end--;
    }
    if (end < name.length()) {
      String stem = name.substring(0, end);
      for (String numbered : NUMBERED) {
        if (stem.endsWith(numbered)) {
          return stem;
        }
      }
    }
    return name;
  }

  /**
   * Recordings carry no source files, so the file is what a Java compiler asks for: the outermost
   * class's name.
   */
  static String fileName(String className) {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    int dollar = simple.indexOf('$');
    String outermost = dollar < 0 ? simple : simple.substring(0, dollar);
    if (outermost.isEmpty()) {
      return "";
    }
    boolean kotlinFile = outermost.length() > 2 && outermost.endsWith("Kt");
    return kotlinFile
        ? outermost.substring(0, outermost.length() - 2) + ".kt"
        : outermost + ".java";
  }
}
