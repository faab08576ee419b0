package dev.cresset.sampler;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import java.util.regex.Pattern;

/**
 * Names of classes as source code writes them, the same in every process: what the JVM numbers at
 * run time loses its number, or no two releases could be compared.
 */
public final class JavaNames {
  /** {@code Foo$$Lambda/0x00007f…}, {@code Foo$$Lambda$14/123456}: hidden and anonymous classes. */
  private static final Pattern HIDDEN = Pattern.compile("[/.+](0x[0-9a-f]+|\\d+)$");

  private static final Pattern NUMBERED =
      Pattern.compile(
          "(\\$\\$Lambda\\$|\\$Proxy|Generated(?:Serialization)?(?:Constructor|Method)Accessor)\\d+$");

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
    String name = jvmName;
    if (name.isEmpty() || !Character.isDigit(last(name)) && !isHex(last(name))) {
      return name.replace('/', '.');
    }
    name = HIDDEN.matcher(name).replaceFirst("");
    name = NUMBERED.matcher(name).replaceFirst("$1");
    if (name.endsWith("$$Lambda$")) {
      name = name.substring(0, name.length() - 1);
    }
    return name.replace('/', '.');
  }

  private static char last(String name) {
    return name.charAt(name.length() - 1);
  }

  private static boolean isHex(char c) {
    return c >= 'a' && c <= 'f';
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
