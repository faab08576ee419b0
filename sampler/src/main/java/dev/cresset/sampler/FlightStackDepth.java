package dev.cresset.sampler;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many frames the flight recorder keeps of a stack. It must be told before it is first used,
 * and has no API for it: the package {@code jdk.jfr.internal} must be exported to this module. An
 * agent can do that.
 */
final class FlightStackDepth {
  private static final int DEFAULT = 64;

  /** The recorder takes no more. */
  private static final int MAX = 2048;

  private static final Pattern OPTION = Pattern.compile("FlightRecorderOptions.*stackdepth=(\\d+)");

  private FlightStackDepth() {}

  /**
   * @return the depth that holds, {@code wanted} if it could be had
   */
  static int set(int wanted) {
    int given = givenByUser();
    if (given > 0) {
      return given;
    }
    try {
      Class<?> options = Class.forName("jdk.jfr.internal.Options", true, null);
      if (!isInUse()) {
        options.getMethod("setStackDepth", Integer.class).invoke(null, Math.min(wanted, MAX));
      }
      return (Integer) options.getMethod("getStackDepth").invoke(null);
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return DEFAULT;
    }
  }

  private static boolean isInUse() throws ReflectiveOperationException {
    Class<?> recorder = Class.forName("jdk.jfr.FlightRecorder", true, null);
    return (Boolean) recorder.getMethod("isInitialized").invoke(null);
  }

  private static int givenByUser() {
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      Matcher option = OPTION.matcher(argument);
      if (option.find()) {
        return Integer.parseInt(option.group(1));
      }
    }
    return 0;
  }
}
