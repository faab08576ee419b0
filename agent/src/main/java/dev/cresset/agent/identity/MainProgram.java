package dev.cresset.agent.identity;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** What this JVM was started to run, as far as its system properties tell. Immutable. */
final class MainProgram {
  // Each is opened to look for the main class: a long class path must not cost a slow start.
  private static final int MAX_SEARCHED = 200;

  private final String mainClass;
  private final CodeLocation location;

  private MainProgram(String mainClass, CodeLocation location) {
    this.mainClass = mainClass;
    this.location = location;
  }

  static MainProgram of(Properties system) {
    // The launcher's whole command; unlike the RuntimeMXBean's arguments it needs no JMX.
    String command = system.getProperty("sun.java.command", "").trim();
    List<Path> classPath = paths(system, "java.class.path");
    for (Path entry : classPath) {
      if (command.equals(entry.toString()) || command.startsWith(entry + " ")) {
        return new MainProgram("", new CodeLocation(entry));
      }
    }
    String mainClass = command.replaceAll("\\s.*", "").replaceAll(".*/", "");
    List<Path> searched = new ArrayList<>(classPath);
    searched.addAll(paths(system, "jdk.module.path"));
    return new MainProgram(mainClass, holder(mainClass, searched));
  }

  private static List<Path> paths(Properties system, String property) {
    List<Path> paths = new ArrayList<>();
    for (String path : system.getProperty(property, "").split(File.pathSeparator)) {
      if (!path.isEmpty() && paths.size() < MAX_SEARCHED) {
        paths.add(Paths.get(path));
      }
    }
    return paths;
  }

  private static CodeLocation holder(String mainClass, List<Path> searched) {
    String file = mainClass.replace('.', '/') + ".class";
    for (Path path : searched) {
      CodeLocation location = new CodeLocation(path);
      try {
        if (!mainClass.isEmpty() && location.contains(file)) {
          return location;
        }
      } catch (IOException unreadable) {
        // The JVM ignores such an entry of a class path too.
      }
    }
    return null;
  }

  /** Empty when it was started with {@code -jar}, or the JVM was not started by a launcher. */
  String mainClass() {
    return mainClass;
  }

  /** The jar or directory that the main class is in. */
  Optional<CodeLocation> location() {
    return Optional.ofNullable(location);
  }
}
