package dev.cresset.collector.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the engine's process is started with.
 *
 * @param library {@code libchdb.so}
 * @param data the folder the engine keeps its tables in
 * @param connections how many statements run at once
 * @param memory how many bytes the engine may take for everything it does
 * @param owner the process the engine belongs to, for messages
 */
record EngineOptions(Path library, Path data, int connections, long memory, long owner) {
  static EngineOptions parse(String[] args) {
    return new EngineOptions(
        Path.of(args[0]),
        Path.of(args[1]),
        Integer.parseInt(args[2]),
        Long.parseLong(args[3]),
        Long.parseLong(args[4]));
  }

  List<String> toArguments() {
    return List.of(
        library.toString(),
        data.toString(),
        Integer.toString(connections),
        Long.toString(memory),
        Long.toString(owner));
  }

  /** How long a statement waits for a connection. */
  Duration patience() {
    return Duration.ofSeconds(10);
  }

  /** The command line of a connection; what is about the server counts on the first one only. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("clickhouse");
    arguments.add("--path=" + data.resolve("clickhouse"));
    return arguments;
  }
}
