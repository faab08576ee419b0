package dev.cresset.sampler;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One continuous recording of the JVM's flight recorder. Its API is called by reflection, since
 * this module runs on JVMs that do not have it.
 */
final class FlightRecording implements AutoCloseable {
  /** What the flight recorder may keep on disk of this recording. */
  private static final long MAX_SIZE = 64 << 20;

  private final Object recording;

  private FlightRecording(Object recording) {
    this.recording = recording;
  }

  /**
   * @param settings as in a {@code .jfc} file
   * @throws IOException when this JVM has no flight recorder, or it does not start
   */
  static FlightRecording start(Map<String, String> settings) throws IOException {
    if (JvmShutdown.hasBegun()) {
      // The recorder's own shutdown hook has stopped it, and to begin would wait for good.
      throw new IOException("The flight recorder begins nothing while the JVM ends.");
    }
    FlightRecording started = new FlightRecording(construct("jdk.jfr.Recording"));
    try {
      started.call("setName", String.class, "cresset");
      started.call("setSettings", Map.class, settings);
      started.call("setToDisk", boolean.class, true);
      started.call("setMaxSize", long.class, MAX_SIZE);
      call(started.recording, "start");
      return started;
    } catch (IOException e) {
      started.close();
      throw e;
    }
  }

  /** The names of the events that this JVM can record. */
  static Set<String> eventNames() throws IOException {
    Object recorder = callStatic("jdk.jfr.FlightRecorder", "getFlightRecorder");
    Set<String> names = new HashSet<>();
    for (Object type : (Collection<?>) call(recorder, "getEventTypes")) {
      names.add((String) call(type, "getName"));
    }
    return names;
  }

  /**
   * Has the recorder end its chunk and begin another, and writes those that ended since {@code
   * since} to a file. The first may be one that was written the last time.
   */
  void writeChunks(Instant since, Path file) throws IOException {
    Object copy = call("copy", boolean.class, true);
    try (InputStream chunks =
        (InputStream) call(copy, "getStream", Instant.class, since, Instant.class, null)) {
      if (chunks == null) {
        throw new IOException("The flight recorder has nothing since " + since + ".");
      }
      Files.copy(chunks, file);
    } catch (IOException e) {
      throw new IOException("No window of the flight recorder in " + file + ": " + e, e);
    } finally {
      call(copy, "close");
    }
  }

  @Override
  public void close() {
    try {
      call(recording, "close");
    } catch (IOException e) {
      // Closed already, by the JVM's shutdown or through its management interface.
    }
  }

  private Object call(String method, Class<?> type, Object argument) throws IOException {
    return call(recording, method, type, argument);
  }

  /**
   * @param typesAndArguments each parameter's type, followed by its argument
   */
  private static Object call(Object target, String method, Object... typesAndArguments)
      throws IOException {
    Class<?>[] types = new Class<?>[typesAndArguments.length / 2];
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = (Class<?>) typesAndArguments[2 * i];
      arguments[i] = typesAndArguments[2 * i + 1];
    }
    return invoke(() -> target.getClass().getMethod(method, types).invoke(target, arguments));
  }

  private static Object callStatic(String className, String method) throws IOException {
    return invoke(() -> bootClass(className).getMethod(method).invoke(null));
  }

  private static Object construct(String className) throws IOException {
    return invoke(() -> bootClass(className).getConstructor().newInstance());
  }

  private static Class<?> bootClass(String name) throws ClassNotFoundException {
    return Class.forName(name, true, null);
  }

  private static Object invoke(Reflective call) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    // The recorder starts threads that stay, and would keep the loader they inherit.
    thread.setContextClassLoader(null);
    try {
      return call.invoke();
    } catch (InvocationTargetException e) {
      throw new IOException("The flight recorder fails: " + e.getCause(), e.getCause());
    } catch (ClassNotFoundException e) {
      throw new IOException("This JVM has no flight recorder.", e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IOException("The flight recorder cannot be used: " + e, e);
    } finally {
      thread.setContextClassLoader(own);
    }
  }

  private interface Reflective {
    Object invoke() throws ReflectiveOperationException;
  }
}
