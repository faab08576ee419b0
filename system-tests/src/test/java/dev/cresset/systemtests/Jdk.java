package dev.cresset.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JDK to run programs on: the one {@code JAVA17_HOME} and the like name, else one that {@code
 * jdks.sh} fetched, else one of this machine's.
 */
record Jdk(int version, Path home) {
  private static final Path OF_THE_MACHINE = Path.of("/usr/lib/jvm");
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(?:1\\.)?(\\d+).*\"");

  /** The JDK the tests run on. */
  static Jdk current() {
    return new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
  }

  /** The JDKs the build asks for; one that is missing is an error. */
  static Stream<Jdk> all() {
    return Arrays.stream(System.getProperty("cresset.jdks").split(","))
        .map(String::strip)
        .map(Integer::valueOf)
        .map(Jdk::of);
  }

  /** The JDK the tests run on, and before it this one, if the build asks for it. */
  static Stream<Jdk> currentAnd(int version) {
    return Stream.concat(all().filter(jdk -> jdk.version == version), Stream.of(current()));
  }

  private static Jdk of(int version) {
    return named(version)
        .or(() -> fetched(version))
        .or(() -> installed(version))
        .map(home -> new Jdk(version, home))
        .orElseThrow(() ->
            new AssertionError(
                "JDK %1$d is missing: set JAVA%1$d_HOME, install it to %2$s, or run %3$s %4$s."
                    .formatted(
                        version,
                        OF_THE_MACHINE,
                        "system-tests/jdks.sh",
                        Shipped.home().resolve("jdks"))));
  }

  private static Optional<Path> named(int version) {
    return Optional.ofNullable(System.getenv("JAVA" + version + "_HOME")).map(Path::of);
  }

  private static Optional<Path> fetched(int version) {
    return Optional.of(Shipped.home().resolve("jdks").resolve(String.valueOf(version)))
        .filter(home -> Files.exists(home.resolve("bin/java")));
  }

  private static Optional<Path> installed(int version) {
    if (!Files.isDirectory(OF_THE_MACHINE)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(OF_THE_MACHINE)) {
      return homes.filter(home -> isOf(version, home)).sorted().findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOf(int version, Path home) {
    Path release = home.resolve("release");
    if (!Files.exists(release) || !Files.exists(home.resolve("bin/java"))) {
      return false;
    }
    try (Stream<String> lines = Files.lines(release)) {
      return lines
          .map(VERSION::matcher)
          .filter(Matcher::matches)
          .anyMatch(found -> Integer.parseInt(found.group(1)) == version);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String java() {
    return home.resolve("bin/java").toString();
  }

  @Override
  public String toString() {
    return "JDK " + version;
  }
}
