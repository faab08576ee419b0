package dev.cresset.agent.identity;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operating system's view of this process: its number, host and container. */
public final class HostProcess {
  // A container's id stands in the path of its control group (v1), or of its mounted files (v2).
  private static final Pattern CONTAINER = Pattern.compile("[/-]([0-9a-f]{64})(\\.scope|/|$|\\s)");

  private final Path root;
  private final Map<String, String> environment;

  /**
   * @param root of the file system
   */
  HostProcess(Path root, Map<String, String> environment) {
    this.root = root;
    this.environment = environment;
  }

  /** Without asking the name service, which may take its time or not answer at all. */
  String hostName() {
    String kernel = read("proc/sys/kernel/hostname");
    if (!kernel.isEmpty()) {
      return kernel;
    }
    for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
      String name = environment.getOrDefault(variable, "");
      if (!name.isEmpty()) {
        return name;
      }
    }
    String file = read("etc/hostname");
    return file.isEmpty() ? "localhost" : file;
  }

  /** As this process's own namespace counts. */
  public String pid() {
    try {
      return Files.readSymbolicLink(root.resolve("proc/self")).getFileName().toString();
    } catch (IOException | UnsupportedOperationException notLinux) {
      // Starts no MBean server, unlike most of JMX.
      return ManagementFactory.getRuntimeMXBean().getName().replaceAll("@.*", "");
    }
  }

  Optional<String> containerId() {
    for (String file : new String[] {"proc/self/cgroup", "proc/self/mountinfo"}) {
      for (String line : read(file).split("\n")) {
        Matcher matcher = CONTAINER.matcher(line);
        boolean ofContainer = file.endsWith("cgroup") || line.contains("/hostname ");
        if (ofContainer && matcher.find()) {
          return Optional.of(matcher.group(1));
        }
      }
    }
    return Optional.empty();
  }

  private String read(String file) {
    try {
      return new String(Files.readAllBytes(root.resolve(file)), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      return "";
    }
  }

  public static HostProcess current() {
    return new HostProcess(Paths.get("/"), System.getenv());
  }
}
