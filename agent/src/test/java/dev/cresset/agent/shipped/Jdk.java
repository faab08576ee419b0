package dev.cresset.agent.shipped;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Java installation of this machine. The agent must prove itself on the level the server needs
 * and on an older one at least; {@code CRESSET_TEST_JDKS}, a path of Java homes, adds more. Tests
 * to which a still older one is news add it, of those that {@code system-tests/jdks.sh} fetched.
 */
record Jdk(int feature, Path home) {
  private static final Pattern FEATURE = Pattern.compile("(?:1\\.)?(\\d+).*");
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");

  /** One of each level there is; never without 17 and 25. */
  static Stream<Jdk> all() {
    Map<Integer, Jdk> byFeature = new TreeMap<>();
    homes().map(Jdk::at).forEach(jdk -> byFeature.putIfAbsent(jdk.feature, jdk));
    for (int needed : new int[] {17, 25}) {
      if (!byFeature.containsKey(needed)) {
        throw new IllegalStateException(
            "There is no JDK " + needed + " here: install one, or name it in CRESSET_TEST_JDKS.");
      }
    }
    return byFeature.values().stream().sorted(Comparator.comparing(Jdk::feature));
  }

  /**
   * Those, and the fetched ones of these levels that {@code cresset.jdks} asks for: see {@link
   * TheirDirectory} for what they see of this machine.
   */
  static Stream<Jdk> allAnd(Integer... levels) {
    List<Jdk> all = all().toList();
    Set<Integer> there = all.stream().map(Jdk::feature).collect(Collectors.toSet());
    Stream<Jdk> fetched =
        Stream.of(levels)
            .filter(asked()::contains)
            .filter(level -> !there.contains(level))
            .map(Jdk::fetched);
    return Stream.concat(fetched, all.stream()).sorted(Comparator.comparing(Jdk::feature));
  }

  static Jdk newest() {
    return all().reduce((older, newer) -> newer).orElseThrow();
  }

  Path java() {
    return home.resolve("bin/java");
  }

  @Override
  public String toString() {
    return "JDK " + feature;
  }

  private static Set<Integer> asked() {
    return Stream.of(System.getProperty("cresset.jdks").split(","))
        .map(String::strip)
        .map(Integer::valueOf)
        .collect(Collectors.toSet());
  }

  private static Jdk fetched(int feature) {
    Path jdks = Path.of(System.getProperty("cresset.home"), "jdks");
    Jdk fetched = new Jdk(feature, jdks.resolve(String.valueOf(feature)));
    if (!Files.exists(fetched.java())) {
      throw new IllegalStateException(
          "There is no " + fetched + " here: run system-tests/jdks.sh " + jdks + ".");
    }
    return fetched;
  }

  private static Stream<Path> homes() {
    String named = System.getenv().getOrDefault("CRESSET_TEST_JDKS", "");
    Stream<Path> listed =
        Stream.of(named.split(File.pathSeparator)).filter(path -> !path.isEmpty()).map(Path::of);
    Stream<Path> running = Stream.of(Path.of(System.getProperty("java.home")));
    return Stream.concat(listed, Stream.concat(running, installed()));
  }

  private static Stream<Path> installed() {
    if (!Files.isDirectory(INSTALLED)) {
      return Stream.empty();
    }
    try (Stream<Path> homes = Files.list(INSTALLED)) {
      return homes.filter(home -> Files.exists(home.resolve("release"))).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Jdk at(Path home) {
    Properties release = new Properties();
    try (var in = Files.newBufferedReader(home.resolve("release"))) {
      release.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("No Java home: " + home, e);
    }
    String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
    Matcher matcher = FEATURE.matcher(version);
    if (!matcher.matches()) {
      throw new IllegalStateException(home + " is of no Java level: \"" + version + "\"");
    }
    return new Jdk(Integer.parseInt(matcher.group(1)), home);
  }
}
