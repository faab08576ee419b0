package dev.cresset.agent;

import dev.cresset.agent.bootstrap.AgentRuntime;
import dev.cresset.agent.bootstrap.Jdk;
import dev.cresset.agent.config.AgentConfig;
import dev.cresset.agent.config.ConfigReader;
import dev.cresset.agent.config.Option;
import dev.cresset.agent.identity.JdkTool;
import dev.cresset.agent.identity.ResourceDetector;
import dev.cresset.agent.jul.Logger;
import dev.cresset.agent.logging.AgentLog;
import dev.cresset.profile.Resource;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** The isolated side's entry: reads the configuration, and profiles until it is told to stop. */
public final class AgentMain implements AgentRuntime {
  /**
   * What is profiled by itself; {@code live} needs one of them, and {@code requests} joins them.
   */
  private static final List<Option<Boolean>> KINDS =
      Arrays.asList(
          Option.CPU, Option.WALL, Option.ALLOC, Option.LOCK, Option.NATIVEMEM, Option.EXCEPTIONS);

  private final ConfigReader reader = new ConfigReader(System.getenv(), System.getProperties());
  private final StartReport report = new StartReport();
  private volatile Life life;

  /** Called reflectively, across the class loaders. */
  public AgentMain() {}

  @Override
  public void run(String arguments, Instrumentation instrumentation) {
    AgentConfig config = reader.read(arguments);
    try (AgentLog log = open(config)) {
      Logger.setSink(log);
      if (JdkTool.isMetByChance(System.getenv(), System.getProperties())) {
        log.debug("The agent does nothing, since this is a tool of the JDK.");
        return;
      }
      config.problems().forEach(problem -> warn(problem, log));
      if (!config.get(Option.ENABLED)) {
        say("The agent does nothing, since enabled is off.", log);
      } else if (!profilesAnything(config)) {
        warn("The agent does nothing, since " + KINDS + " are off.", log);
      } else {
        profile(arguments, config, instrumentation, log);
      }
    } finally {
      report.complete();
    }
  }

  private void profile(
      String arguments, AgentConfig config, Instrumentation instrumentation, AgentLog log) {
    allowNativeAccess(instrumentation, log);
    allowDeepRecordings(instrumentation, log);
    Resource resource = new ResourceDetector().detect(config);
    Reconfiguration options = new Reconfiguration(reader, arguments, config);
    life = new Life(options, resource, instrumentation, log, report);
    ShutdownHook hook = new ShutdownHook(life::stop);
    if (hook.install()) {
      life.run();
      hook.remove();
    }
  }

  @Override
  public List<String> awaitStarted() throws InterruptedException {
    return report.await();
  }

  @Override
  public List<String> reconfigure(String arguments) {
    Life running = life;
    return running == null
        ? Collections.singletonList("The agent profiles nothing: detach it, and attach it again.")
        : running.reconfigure(arguments);
  }

  @Override
  public List<String> stop() {
    Life running = life;
    boolean complete = running == null || running.stop();
    return Collections.singletonList(
        complete
            ? "The agent has left: every profile is where it belongs."
            : "The agent has left; not all of the last profiles did within shutdown.timeout.");
  }

  private void warn(String line, AgentLog log) {
    report.add(line);
    log.warn(line);
  }

  private void say(String line, AgentLog log) {
    report.add(line);
    log.info(line);
  }

  private static AgentLog open(AgentConfig config) {
    AgentLog.Level level = config.get(Option.LOG_LEVEL);
    Path file = config.get(Option.LOG_FILE);
    return file.toString().isEmpty()
        ? AgentLog.toStandardError(level)
        : AgentLog.toFile(level, file);
  }

  private static boolean profilesAnything(AgentConfig config) {
    return KINDS.stream().anyMatch(config::get);
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
}
