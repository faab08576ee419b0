package dev.cresset.systemtests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the parts lie that users get, and what they need. */
final class Shipped {
  private static final Path ROOT = Path.of(System.getProperty("cresset.root"));

  private Shipped() {}

  static Path root() {
    return ROOT;
  }

  static Path agent() {
    return existing(ROOT.resolve("agent/target/cresset-agent.jar"));
  }

  /** Somebody else's agent, which many applications run with. */
  static Path openTelemetryAgent() {
    return existing(ROOT.resolve("system-tests/target/agents/opentelemetry-javaagent.jar"));
  }

  /** As the launcher starts it; the options of the server itself follow. */
  static List<String> serverCommand() {
    Path libraries = existing(ROOT.resolve("flamegraph-ui/target/server/lib"));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx384m",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dcresset.home=" + home(),
        "-cp",
        libraries + "/*",
        "dev.cresset.flamegraphui.ServerMain");
  }

  /** What the launcher fetched. */
  static Path home() {
    return Path.of(System.getProperty("cresset.home"));
  }

  /** The programs to profile. */
  static Path programs() {
    return existing(ROOT.resolve("system-tests/target/classes"));
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new AssertionError(path + " is missing: package the modules agent and flamegraph-ui.");
    }
    return path;
  }
}
