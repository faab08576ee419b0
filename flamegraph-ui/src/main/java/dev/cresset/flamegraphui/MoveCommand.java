package dev.cresset.flamegraphui;

import dev.cresset.collector.CollectorConfig;
import dev.cresset.collector.ConfigException;
import dev.cresset.collector.MoveToServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Copies what the embedded ClickHouse has to the one that the configuration names. */
@Command(
    name = "move",
    description =
        "Copies what the embedded ClickHouse has to the server that storage.url names. Run it again"
            + " if it stops: nothing is copied twice.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class MoveCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "DIR",
      required = true,
      description = "The data folder of a server that does not run any more.")
  private Path from;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings of the server that takes its place, as .properties or YAML.")
  private Optional<Path> config = Optional.empty();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      MoveToServer.run(
          from,
          CollectorConfig.load(config, Map.of()),
          line -> {
            out.println(line);
            out.flush();
          });
      out.println("Everything is there: the folder can be deleted.");
      return CommandLine.ExitCode.OK;
    } catch (ConfigException | IOException e) {
      spec.commandLine().getErr().println("cresset-server move: " + e.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
  }
}
