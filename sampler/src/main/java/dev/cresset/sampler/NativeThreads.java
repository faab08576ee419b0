package dev.cresset.sampler;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Threads that native code has started and Java does not know, and their CPU time. Linux only:
 * elsewhere they are not found, and what they use is not told. One thread.
 */
final class NativeThreads {
  private static final Path TASKS = Paths.get("/proc/self/task");

  private final List<Path> tasks;
  private long taken;

  private NativeThreads(List<Path> tasks) {
    this.tasks = tasks;
    this.taken = nanos();
  }

  /** Those that the action starts, which the kernel names after the thread that starts them. */
  static NativeThreads bornIn(Action action) throws IOException {
    Set<String> before = new HashSet<>(list());
    action.run();
    List<Path> born = new ArrayList<>();
    String own = read(Paths.get("/proc/thread-self/comm"));
    for (String task : list()) {
      Path path = TASKS.resolve(task);
      if (!before.contains(task) && read(path.resolve("comm")).equals(own)) {
        born.add(path);
      }
    }
    return new NativeThreads(born);
  }

  /** CPU time since the last call, in nanoseconds. */
  long takeNanos() {
    long now = nanos();
    long nanos = Math.max(0, now - taken);
    taken = Math.max(now, taken);
    return nanos;
  }

  private long nanos() {
    return tasks.stream().mapToLong(NativeThreads::nanos).sum();
  }

  /** The first field is time on a CPU. */
  private static long nanos(Path task) {
    String[] fields = read(task.resolve("schedstat")).split(" ");
    return fields[0].isEmpty() ? 0 : Long.parseLong(fields[0]);
  }

  private static List<String> list() {
    String[] tasks = new File(TASKS.toString()).list();
    return tasks == null ? new ArrayList<>() : Arrays.asList(tasks);
  }

  /** Empty if it has ended, or this is no Linux. */
  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      return "";
    }
  }

  /** Something that may start threads. */
  interface Action {
    void run() throws IOException;
  }
}
