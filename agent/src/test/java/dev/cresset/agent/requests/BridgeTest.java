package dev.cresset.agent.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BridgeTest {
  private static final List<String> NOT_OF_REQUESTS =
      List.of("package-info", "Exceptions", "ExceptionHooks");

  /** One that is missing would be found by nobody but instrumented code. */
  @Test
  void allClassesOfTheBridgeAreListedButWhatExceptionsBringThemselves() throws Exception {
    Path classes =
        Path.of(Bridge.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(classes.resolve(Bridge.PACKAGE.replace('.', '/')))) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".class"))
              .map(name -> name.substring(0, name.length() - ".class".length()))
              .filter(name -> !NOT_OF_REQUESTS.contains(name))
              .map(name -> Bridge.PACKAGE + name)
              .toList();

      assertThat(Bridge.CLASSES).containsExactlyInAnyOrderElementsOf(names);
    }
  }
}
