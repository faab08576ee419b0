package dev.cresset.agent.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The classes in the bootstrap loader, which outlive the agent that has brought them: which they
 * are, what they extend, and what agents and instrumented code see of them. It is written down, by
 * number, so that no change goes unnoticed.
 */
class BridgeContractTest {
  /** Who puts classes into the bootstrap loader, each from a list of its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.cresset.agent.requests.Bridge",
        "dev.cresset.agent.exceptions.ExceptionTracking",
        "dev.cresset.allocationtracker.InstalledBridge"
      })
  void aBridgeThatChangesGetsAnotherNumber(String installer) throws Exception {
    String[] classes = installedBy(installer);
    String main = classes[classes.length - 1];
    int contract = type(main).getField("CONTRACT").getInt(null);
    String name = main.substring(main.lastIndexOf('.') + 1) + "-" + contract + ".txt";

    String surface = surface(classes);

    assertThat(surface)
        .as(
            "%s has changed: an agent would meet the bridge of an earlier one, and not be"
                + " understood. Raise its CONTRACT, and rename src/test/resources/bridge/%s to the"
                + " new number, with this content",
            main, name)
        .isEqualTo(written(name));
  }

  /** The list that is used. */
  private static String[] installedBy(String installer) throws Exception {
    Field classes = type(installer).getDeclaredField("CLASSES");
    classes.setAccessible(true);
    return (String[]) classes.get(null);
  }

  private static String surface(String... names) throws Exception {
    List<String> lines = new ArrayList<>();
    // How they are loaded one after the other is not what anybody sees.
    for (String name : Stream.of(names).sorted().toList()) {
      Class<?> type = type(name);
      lines.add(declaration(type));
      if (isSeen(type.getModifiers())) {
        members(type)
            .map(line -> line.replace(name + ".", ""))
            .sorted()
            .forEach(line -> lines.add("  " + line));
      }
    }
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  /**
   * Of each class, seen or not: a bridge that lacks one, or inherits another, is another bridge.
   */
  private static String declaration(Class<?> type) {
    StringBuilder line = new StringBuilder();
    line.append((Modifier.toString(type.getModifiers()) + " " + type.getName()).strip());
    if (type.getSuperclass() != null) {
      line.append(" extends ").append(type.getSuperclass().getName());
    }
    for (Class<?> parent : type.getInterfaces()) {
      line.append(" implements ").append(parent.getName());
    }
    return line.toString();
  }

  private static Stream<String> members(Class<?> type) {
    return Stream.of(
            Stream.of(type.getDeclaredFields())
                .filter(field -> isSeen(field.getModifiers()))
                .map(BridgeContractTest::withValue),
            Stream.of(type.getDeclaredConstructors())
                .filter(constructor -> isSeen(constructor.getModifiers()))
                .map(Constructor::toString),
            Stream.of(type.getDeclaredMethods())
                .filter(method -> isSeen(method.getModifiers()) && !method.isSynthetic())
                .map(Method::toString))
        .flatMap(lines -> lines);
  }

  /** Constants are compiled into those who use them. */
  private static String withValue(Field field) {
    boolean isConstant =
        (field.getType().isPrimitive() || field.getType() == String.class)
            && Modifier.isStatic(field.getModifiers())
            && Modifier.isFinal(field.getModifiers());
    try {
      return field + (isConstant ? " = " + field.get(null) : "");
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isSeen(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, false, BridgeContractTest.class.getClassLoader());
  }

  private static String written(String name) throws IOException {
    try (InputStream in = BridgeContractTest.class.getResourceAsStream("/bridge/" + name)) {
      return in == null
          ? "nothing: there is no " + name
          : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
