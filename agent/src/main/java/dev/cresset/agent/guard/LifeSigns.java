package dev.cresset.agent.guard;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

/** What tells later whether a JVM crashed: when it started, and where its crash log would be. */
final class LifeSigns {
  /** A JVM older than this has not crashed of being profiled. */
  static final Duration YOUTH = Duration.ofMinutes(2);

  private static final String ERROR_FILE = "-XX:ErrorFile=";

  /** Where HotSpot writes its crash log if it cannot do so where it should. */
  private static final String LAST_RESORT = "/tmp";

  private final Instant started;
  private final List<Path> crashLogs;
  private final boolean logged;
  private final String mounts;

  private LifeSigns(Instant started, List<Path> crashLogs, boolean logged, String mounts) {
    this.started = started;
    this.crashLogs = crashLogs;
    this.logged = logged;
    this.mounts = mounts;
  }

  static LifeSigns now(String pid) {
    List<String> arguments = jvmArguments();
    List<Path> logs = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.startsWith(ERROR_FILE)) {
        logs.add(path(argument.substring(ERROR_FILE.length()).replace("%p", pid)));
      }
    }
    logs.add(path("hs_err_pid" + pid + ".log"));
    logs.add(path(LAST_RESORT + "/hs_err_pid" + pid + ".log"));
    boolean writable = logs.stream().map(Path::getParent).anyMatch(Files::isWritable);
    boolean logged = writable && !arguments.contains("-XX:+SuppressFatalErrorMessage");
    return new LifeSigns(Instant.now(), logs, logged, mounts());
  }

  private static List<String> jvmArguments() {
    try {
      return ManagementFactory.getRuntimeMXBean().getInputArguments();
    } catch (RuntimeException | LinkageError noManagement) {
      return Collections.emptyList();
    }
  }

  /** The mount namespace: in another one, files are not where they were. */
  private static String mounts() {
    try {
      return Files.readSymbolicLink(Paths.get("/proc/self/ns/mnt")).toString();
    } catch (IOException | UnsupportedOperationException notLinux) {
      return "";
    }
  }

  private static Path path(String name) {
    return Paths.get(System.getProperty("user.dir", ".")).resolve(name).toAbsolutePath();
  }

  static LifeSigns of(Properties properties) {
    List<Path> logs = new ArrayList<>();
    for (int i = 0; properties.containsKey("log." + i); i++) {
      logs.add(Paths.get(properties.getProperty("log." + i)));
    }
    String started = properties.getProperty("started", "");
    return new LifeSigns(
        Instant.ofEpochMilli(started.matches("\\d{1,15}") ? Long.parseLong(started) : 0),
        logs,
        Boolean.parseBoolean(properties.getProperty("logged")),
        properties.getProperty("mounts", ""));
  }

  Properties toProperties() {
    Properties properties = new Properties();
    for (int i = 0; i < crashLogs.size(); i++) {
      properties.setProperty("log." + i, crashLogs.get(i).toString());
    }
    properties.setProperty("started", Long.toString(started.toEpochMilli()));
    properties.setProperty("logged", Boolean.toString(logged));
    properties.setProperty("mounts", mounts);
    return properties;
  }

  Instant started() {
    return started;
  }

  /**
   * What speaks for a crash, of a JVM that did not end by itself. SIGKILL, the kernel's OOM killer
   * and {@code Runtime.halt} leave no log, so they are no crashes where one would be found.
   *
   * @return empty if it was none
   */
  String evidenceOfCrash() {
    for (Path log : crashLogs) {
      try {
        Duration age =
            Duration.between(started, Files.getLastModifiedTime(log).toInstant().plusSeconds(1));
        if (!age.isNegative()) {
          return age.compareTo(YOUTH.plusSeconds(30)) <= 0 ? log.toString() : "";
        }
      } catch (IOException notThere) {
        // It may be in another place.
      }
    }
    return logged && mounts.equals(mounts())
        ? ""
        : "it left no crash log, but none could be expected either";
  }
}
