package dev.cresset.agent;

import dev.cresset.agent.bootstrap.AgentRuntime;
import dev.cresset.agent.bootstrap.Jdk;
import dev.cresset.agent.config.AgentConfig;
import dev.cresset.agent.config.ConfigReader;
import dev.cresset.agent.config.Option;
import dev.cresset.agent.identity.ResourceDetector;
import dev.cresset.agent.jul.Logger;
import dev.cresset.agent.logging.AgentLog;
import dev.cresset.profile.Resource;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The isolated side's entry: reads the configuration, and profiles until the JVM ends. */
public final class AgentMain implements AgentRuntime {
  /** Called reflectively, across the class loaders. */
  public AgentMain() {}

  @Override
  public void run(String arguments, Instrumentation instrumentation) {
    AgentConfig config = new ConfigReader(System.getenv(), System.getProperties()).read(arguments);
    AgentLog log = open(config);
    Logger.setSink(log);
    config.problems().forEach(log::warn);
    if (!config.get(Option.ENABLED)) {
      log.info("The agent does nothing, since enabled is off.");
      return;
    }
    if (!profilesAnything(config)) {
      log.warn("The agent does nothing, since cpu, wall, alloc and lock are all off.");
      return;
    }
    allowNativeAccess(instrumentation, log);
    allowDeepRecordings(instrumentation, log);
    Resource resource = new ResourceDetector().detect(config);
    Profiling profiling = new Composition(config, resource, instrumentation, log).profiling();
    if (stopAtShutdown(profiling, config.get(Option.SHUTDOWN_TIMEOUT), log)) {
      profiling.run();
    }
  }

  private static AgentLog open(AgentConfig config) {
    AgentLog.Level level = config.get(Option.LOG_LEVEL);
    Path file = config.get(Option.LOG_FILE);
    return file.toString().isEmpty()
        ? AgentLog.toStandardError(level)
        : AgentLog.toFile(level, file);
  }

  private static boolean profilesAnything(AgentConfig config) {
    return Stream.of(Option.CPU, Option.WALL, Option.ALLOC, Option.LOCK).anyMatch(config::get);
  }

  /** The class is named, not referred to: it was compiled against Java 9. */
  private static void allowNativeAccess(Instrumentation instrumentation, AgentLog log) {
    if (Jdk.feature() >= 24) {
      allow(
          "NativeAccess",
          instrumentation,
          problem ->
              log.debug(
                  "The JVM may warn of native code, which the agent could not announce: "
                      + problem));
    }
  }

  private static void allowDeepRecordings(Instrumentation instrumentation, AgentLog log) {
    if (Jdk.feature() >= 11) {
      allow(
          "FlightRecorderAccess",
          instrumentation,
          problem ->
              log.debug("The flight recorder may cut stack traces to 64 frames: " + problem));
    }
  }

  /** Runs what needs modules, and so is compiled for later JDKs than this class. */
  private static void allow(
      String access, Instrumentation instrumentation, Consumer<Exception> failed) {
    try {
      Class.forName("dev.cresset.agent." + access)
          .getDeclaredMethod("allow", Instrumentation.class)
          .invoke(null, instrumentation);
    } catch (ReflectiveOperationException e) {
      failed.accept(e);
    }
  }

  /**
   * @return false if the JVM ends already, and nothing is worth starting
   */
  private static boolean stopAtShutdown(Profiling profiling, Duration timeout, AgentLog log) {
    Runnable stop =
        () -> {
          if (!profiling.stop(timeout)) {
            log.debug("Not all of the last profiles left within shutdown.timeout.");
          }
        };
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(stop, "cresset-shutdown"));
      return true;
    } catch (IllegalStateException endingAlready) {
      return false;
    }
  }
}
