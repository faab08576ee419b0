package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** With the JDK's classes for those of another version, which have no contract that we know. */
class BootClassesTest {
  @Test
  void classesWithAnotherContractAreNotTakenForOurs() {
    assertRefused("java.lang.Object", "java.lang.String");
  }

  @Test
  void whereOnlySomeClassesAreThereTheyAreOfAnotherVersion() {
    assertRefused("dev.cresset.IntroducedLater", "java.lang.String");
    assertRefused("java.lang.Object", "dev.cresset.IntroducedLater");
  }

  private static void assertRefused(String... names) {
    ClassLoader source = BootClassesTest.class.getClassLoader();

    assertThatThrownBy(() -> BootClasses.install(null, source, Path.of("unused"), 1, names))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(names[1])
        .hasMessageContaining("another version")
        .hasMessageContaining("restart");
  }
}
