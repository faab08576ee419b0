package dev.cresset.sampler.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import one.profiler.AsyncProfiler;

/** A program that does what recorders tell of, and recordings of it by different JVMs. */
final class RecordedProgram {
  /** On three threads: it computes, allocates, waits for a monitor and a lock, and sleeps. */
  private static final String SOURCE =
      """
      import java.util.*;
      import java.util.concurrent.locks.ReentrantLock;

      public class Busy implements Runnable {
        static final Object MONITOR = new Object();
        static final ReentrantLock LOCK = new ReentrantLock();
        static final int[][] IN_USE_FOR_GOOD = new int[100][1 << 14];
        static volatile Object kept;
        final long end = System.nanoTime() + 2_000_000_000L;

        public static void main(String[] args) throws Exception {
          Thread[] threads = new Thread[3];
          for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(new Busy(), "büsy-" + i);
            threads[i].start();
          }
          for (Thread thread : threads) {
            thread.join();
          }
        }

        public void run() {
          for (int i = 0; System.nanoTime() < end; i++) {
            descend(i % 40);
            synchronized (MONITOR) {
              sleep();
            }
            LOCK.lock();
            try {
              sleep();
            } finally {
              LOCK.unlock();
            }
          }
        }

        private static void descend(int depth) {
          if (depth > 0) {
            descend(depth - 1);
            return;
          }
          Map<String, int[]> map = new TreeMap<>();
          for (int i = 0; i < 20_000; i++) {
            map.put("key " + i % 300, new int[i % 100]);
          }
          kept = map;
        }

        private static void sleep() {
          try {
            Thread.sleep(15);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
      }
      """;

  private final Path directory;

  private RecordedProgram(Path directory) {
    this.directory = directory;
  }

  static RecordedProgram compile(Path directory) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    SimpleJavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("string:///Busy.java"), SimpleJavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return SOURCE;
          }
        };
    List<String> options = List.of("--release", "8", "-Xlint:-options", "-d", directory.toString());
    assertThat(compiler.getTask(null, null, null, options, null, List.of(source)).call()).isTrue();
    return new RecordedProgram(directory);
  }

  /**
   * The {@code java} commands to test with: this JVM's, and that of an installed JDK 17; or those
   * of the system property {@code cresset.test.java}.
   */
  static Stream<Path> javas() {
    String named = System.getProperty("cresset.test.java", "");
    if (!named.isEmpty()) {
      return Arrays.stream(named.split(",")).map(Path::of);
    }
    return Stream.of(Path.of(System.getProperty("java.home"), "bin", "java"), installed17());
  }

  private static Path installed17() {
    try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
      return homes
          .filter(home -> home.getFileName().toString().contains("-17-"))
          .map(home -> home.resolve("bin/java"))
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(() -> new AssertionError("Install a JDK 17 to /usr/lib/jvm."));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What async-profiler writes.
   *
   * @param events options of its start command
   */
  Path byAsyncProfiler(Path java, String events) throws Exception {
    Path library = directory.resolve("libasyncProfiler.so");
    String name = System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux-x64";
    try (InputStream in =
        AsyncProfiler.class.getResourceAsStream("/" + name + "/libasyncProfiler.so")) {
      Files.write(library, in.readAllBytes());
    }
    Path recording = directory.resolve("async-profiler.jfr");
    run(java, "-agentpath:%s=start,%s,loglevel=none,file=%s".formatted(library, events, recording));
    return recording;
  }

  /** What a JDK's own recorder writes. */
  Path byFlightRecorder(Path java) throws Exception {
    Path recording = directory.resolve("flight.jfr");
    run(java, "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording);
    return recording;
  }

  private void run(Path java, String option) throws Exception {
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(java.toString(), option, "-cp", directory.toString(), "Busy")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended in time").isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
