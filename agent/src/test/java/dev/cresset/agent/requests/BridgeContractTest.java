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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What agents and instrumented code see of the classes in the bootstrap loader, which outlive the
 * agent that has brought them. It is written down, by number, so that no change goes unnoticed.
 */
class BridgeContractTest {
  private static final String ALLOCATIONS = "dev.cresset.allocationtracker.bridge.";

  static Stream<Arguments> bridges() {
    return Stream.of(
        Arguments.of(Bridge.PACKAGE + "Requests", List.of(Bridge.CLASSES)),
        Arguments.of(
            Bridge.PACKAGE + "Exceptions",
            List.of(Bridge.PACKAGE + "Exceptions", Bridge.PACKAGE + "ExceptionHooks")),
        Arguments.of(
            ALLOCATIONS + "AllocationBridge",
            List.of(ALLOCATIONS + "AllocationBridge", ALLOCATIONS + "SurvivorBridge")));
  }

  @ParameterizedTest
  @MethodSource("bridges")
  void aBridgeThatChangesGetsAnotherNumber(String main, List<String> classes) throws Exception {
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

  private static String surface(List<String> names) throws Exception {
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      Class<?> type = type(name);
      if (isSeen(type.getModifiers())) {
        lines.add(Modifier.toString(type.getModifiers()) + " " + name);
        members(type)
            .map(line -> line.replace(name + ".", ""))
            .sorted()
            .forEach(line -> lines.add("  " + line));
      }
    }
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
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
    boolean isConstant = field.getType().isPrimitive() && Modifier.isStatic(field.getModifiers());
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
