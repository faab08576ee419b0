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

/** The composition root of everything inside the application's JVM. */
public final class AgentMain implements AgentRuntime {
  /** Called reflectively, across the class loaders. */
  public AgentMain() {}

  @Override
  public void run(String arguments, Instrumentation instrumentation) throws Exception {
    AgentConfig config = new ConfigReader(System.getenv(), System.getProperties()).read(arguments);
    AgentLog log = open(config);
    Logger.setSink(log);
    config.problems().forEach(log::warn);
    if (!config.get(Option.ENABLED)) {
      log.info("enabled is off: the agent does nothing.");
      return;
    }
    allowNativeAccess(instrumentation, log);
    Resource resource = new ResourceDetector().detect(config);
    log.info("Profiling " + resource);
  }

  private static AgentLog open(AgentConfig config) {
    AgentLog.Level level = config.get(Option.LOG_LEVEL);
    Path file = config.get(Option.LOG_FILE);
    return file.toString().isEmpty()
        ? AgentLog.toStandardError(level)
        : AgentLog.toFile(level, file);
  }

  /** The class is named, not referred to: it was compiled against Java 9. */
  private static void allowNativeAccess(Instrumentation instrumentation, AgentLog log) {
    if (Jdk.feature() < 24) {
      return;
    }
    try {
      Class.forName("dev.cresset.agent.NativeAccess")
          .getDeclaredMethod("allow", Instrumentation.class)
          .invoke(null, instrumentation);
    } catch (ReflectiveOperationException e) {
      log.debug("The JVM may warn of native code, which the agent could not announce: " + e);
    }
  }
}
