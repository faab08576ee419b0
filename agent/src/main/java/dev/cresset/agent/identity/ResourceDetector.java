package dev.cresset.agent.identity;

import dev.cresset.agent.config.AgentConfig;
import dev.cresset.agent.config.Option;
import dev.cresset.profile.Resource;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Says who this process is: as configured, and where nothing is, as builds and launchers tell. */
public final class ResourceDetector {
  private final Properties system;
  private final Map<String, String> environment;
  private final HostProcess process;

  public ResourceDetector() {
    this(System.getProperties(), System.getenv(), HostProcess.current());
  }

  ResourceDetector(Properties system, Map<String, String> environment, HostProcess process) {
    this.system = system;
    this.environment = environment;
    this.process = process;
  }

  public Resource detect(AgentConfig config) {
    MainProgram program = MainProgram.of(system);
    return new Resource(
        first(
            () -> config.get(Option.SERVICE),
            () -> system.getProperty("spring.application.name", ""),
            () -> environment.getOrDefault("SPRING_APPLICATION_NAME", ""),
            () -> manifest(program, "Implementation-Title"),
            () -> program.location().map(CodeLocation::name).orElse(""),
            program::mainClass,
            () -> "java"),
        first(
            () -> config.get(Option.RELEASE),
            () -> manifest(program, "Implementation-Version"),
            () -> property(program, "META-INF/build-info.properties", "build.version"),
            () -> property(program, "git.properties", "git.commit.id.abbrev")),
        config.get(Option.ENVIRONMENT),
        first(() -> config.get(Option.INSTANCE), () -> process.hostName() + ":" + process.pid()),
        attributes(config));
  }

  private static String manifest(MainProgram program, String attribute) throws IOException {
    return program.location().isPresent() ? program.location().get().manifest(attribute) : "";
  }

  private static String property(MainProgram program, String file, String key) throws IOException {
    return program.location().isPresent() ? program.location().get().property(file, key) : "";
  }

  /** By OpenTelemetry's names, so that one search finds a process's traces and profiles. */
  private Map<String, String> attributes(AgentConfig config) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("host.name", process.hostName());
    attributes.put("host.arch", system.getProperty("os.arch", ""));
    attributes.put("os.type", system.getProperty("os.name", ""));
    attributes.put("process.pid", process.pid());
    attributes.put("process.runtime.name", system.getProperty("java.vm.name", ""));
    attributes.put("process.runtime.vendor", system.getProperty("java.vm.vendor", ""));
    attributes.put("process.runtime.version", system.getProperty("java.runtime.version", ""));
    process.containerId().ifPresent(id -> attributes.put("container.id", id));
    attributes.putAll(config.get(Option.ATTRIBUTES));
    return attributes;
  }

  private static String first(Source... sources) {
    for (Source source : sources) {
      try {
        String value = source.get();
        if (!value.isEmpty()) {
          return value;
        }
      } catch (IOException | RuntimeException unreadable) {
        // A jar that cannot be read just tells nothing.
      }
    }
    return "";
  }

  private interface Source {
    String get() throws IOException;
  }
}
