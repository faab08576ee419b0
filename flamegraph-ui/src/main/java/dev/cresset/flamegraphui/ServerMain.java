package dev.cresset.flamegraphui;

import dev.cresset.collector.CollectorConfig;
import dev.cresset.collector.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The server: the collector and its pages in one process, until it is told to stop. */
@Command(
    name = "cresset-server",
    description = "Takes profiles in, stores them, and shows them in the browser.",
    mixinStandardHelpOptions = true,
    versionProvider = ServerMain.Version.class,
    subcommands = MoveCommand.class,
    sortOptions = false)
public final class ServerMain implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings, as .properties or YAML.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the embedded ClickHouse keeps everything (cresset-data).")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--http",
      paramLabel = "PORT",
      converter = Port.class,
      description = "Of the pages and the API (7400; 0 picks a free one).")
  private Optional<Integer> http = Optional.empty();

  @Option(
      names = "--grpc",
      paramLabel = "PORT",
      converter = Port.class,
      description = "To which agents push (7401; 0 picks a free one).")
  private Optional<Integer> grpc = Optional.empty();

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    logByOneWay();
    System.exit(new CommandLine(new ServerMain()).execute(args));
  }

  /** Has what gRPC says by {@code java.util.logging} said like everything else. */
  static void logByOneWay() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Server server;
    try {
      server = Server.start(CollectorConfig.load(config, overrides()));
    } catch (ConfigException | IOException e) {
      err.println("cresset-server: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  server.close();
                  stopped.countDown();
                }));
    out.printf("Cresset is ready: %s (agents push to %s)%n", server.url(), server.ingestAddress());
    stopped.await();
    return CommandLine.ExitCode.OK;
  }

  private Map<String, String> overrides() {
    Map<String, String> overrides = new HashMap<>();
    data.ifPresent(value -> overrides.put("data", value));
    http.ifPresent(port -> overrides.put("http.port", port.toString()));
    grpc.ifPresent(port -> overrides.put("grpc.port", port.toString()));
    return overrides;
  }

  /** A port's number, or a message that names the option. */
  static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
        throw new TypeConversionException(
            "'" + text + "' is no port. Write a number from 0 to 65535; 0 picks a free one.");
      }
      return Integer.valueOf(text);
    }
  }

  /** The build's version. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      Properties properties = new Properties();
      try (InputStream in = ServerMain.class.getResourceAsStream("version.properties")) {
        properties.load(in);
      }
      return new String[] {"Cresset " + properties.getProperty("version")};
    }
  }
}
