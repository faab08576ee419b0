package dev.cresset.agent.attach;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process as {@code /proc} tells of it, before it is attached to: attaching begins with a
 * SIGQUIT, which kills what does not expect it. Where there is no {@code /proc}, nothing is known.
 */
final class TargetProcess {
  private static final Pattern CAUGHT = Pattern.compile("SigCgt:\\s*([0-9a-f]+)");
  private static final int SIGQUIT = 3;

  private final String pid;
  private final Path proc;

  private TargetProcess(String pid, Path proc) {
    this.pid = pid;
    this.proc = proc;
  }

  static TargetProcess of(String pid) {
    return new TargetProcess(pid, Paths.get("/proc"));
  }

  void requireThatItCanBeAttached() throws AttachException {
    if (!Files.isDirectory(proc.resolve("self"))) {
      return;
    }
    if (!Files.isDirectory(proc.resolve(pid))) {
      throw new AttachException("There is no process " + pid + ": the command list shows JVMs.");
    }
    if (read("cmdline").contains("+DisableAttachMechanism")
        || read("environ").contains("+DisableAttachMechanism")) {
      throw new AttachException(
          "Process "
              + pid
              + " runs with -XX:+DisableAttachMechanism: restart it without, or with"
              + " -javaagent:cresset-agent.jar.");
    }
    if (!catchesSigquit()) {
      throw new AttachException(
          "Process "
              + pid
              + " does not handle SIGQUIT, with which an attach begins: it is no JVM, is still"
              + " starting, or runs with -Xrs. Start it with -javaagent:cresset-agent.jar.");
    }
  }

  private boolean catchesSigquit() {
    Matcher caught = CAUGHT.matcher(read("status"));
    return !caught.find()
        || (Long.parseUnsignedLong(caught.group(1), 16) & 1L << (SIGQUIT - 1)) != 0;
  }

  private String read(String file) {
    try {
      byte[] bytes = Files.readAllBytes(proc.resolve(pid).resolve(file));
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException notAllowed) {
      return "";
    }
  }
}
