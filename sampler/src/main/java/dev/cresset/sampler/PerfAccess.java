package dev.cresset.sampler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why the kernel's perf events could not be used, as far as {@code /proc} tells. */
final class PerfAccess {
  private static final Pattern CAPABILITIES = Pattern.compile("CapEff:\\s*([0-9a-f]+)");
  private static final Pattern FILTERED = Pattern.compile("Seccomp:\\s*2");
  private static final long CAP_SYS_ADMIN = 1L << 21;
  private static final long CAP_PERFMON = 1L << 38;

  /** Up to this level a process may watch its own code, without the kernel's. */
  private static final int OWN_CODE = 2;

  private final Path root;

  /**
   * @param root of the file system
   */
  PerfAccess(Path root) {
    this.root = root;
  }

  static PerfAccess current() {
    return new PerfAccess(Paths.get("/"));
  }

  /** In words that can follow "because". */
  String whyDenied() {
    String level = read("proc/sys/kernel/perf_event_paranoid").trim();
    if (level.isEmpty()) {
      return "this kernel has no perf events";
    }
    String status = read("proc/self/status");
    if (level.matches("\\d{1,3}") && Integer.parseInt(level) > OWN_CODE && !isPrivileged(status)) {
      return "kernel.perf_event_paranoid is "
          + level
          + ": set it to 2 or lower, or give the process CAP_PERFMON";
    }
    return FILTERED.matcher(status).find()
        ? "perf_event_open is forbidden, most likely by the container's seccomp profile"
        : "the kernel refuses perf_event_open";
  }

  private static boolean isPrivileged(String status) {
    Matcher capabilities = CAPABILITIES.matcher(status);
    return capabilities.find()
        && (Long.parseUnsignedLong(capabilities.group(1), 16) & (CAP_SYS_ADMIN | CAP_PERFMON)) != 0;
  }

  private String read(String file) {
    try {
      return new String(Files.readAllBytes(root.resolve(file)), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
