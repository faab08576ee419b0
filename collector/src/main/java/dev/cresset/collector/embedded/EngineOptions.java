package dev.cresset.collector.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the engine's process is started with.
 *
 * @param library {@code libchdb.so}
 * @param data the folder the engine keeps its tables in
 * @param connections how many statements run at once
 * @param memory how many bytes the engine may take for everything it does
 * @param owner the process the engine belongs to, for messages
 * @param more of what a ClickHouse server reads from its configuration, as arguments
 */
record EngineOptions(
    Path library, Path data, int connections, long memory, long owner, List<String> more) {
  static EngineOptions parse(String[] args) {
    return new EngineOptions(
        Path.of(args[0]),
        Path.of(args[1]),
        Integer.parseInt(args[2]),
        Long.parseLong(args[3]),
        Long.parseLong(args[4]),
        List.of(args).subList(5, args.length));
  }

  List<String> toArguments() {
    return joined(
        List.of(
            library.toString(),
            data.toString(),
            Integer.toString(connections),
            Long.toString(memory),
            Long.toString(owner)),
        more);
  }

  /** What one query may take: leaves something for the inserts, whatever somebody asks for. */
  static long queryMemory(long memory) {
    return memory / 4 * 3;
  }

  /** How long a statement waits for a connection. */
  Duration patience() {
    return Duration.ofSeconds(10);
  }

  /** The command line of a connection; what is about the engine counts on the first one only. */
  List<String> arguments() {
    return joined(
        List.of(
            "clickhouse",
            "--path=" + data.resolve("clickhouse"),
            "--log-level=warning",
            "--logger.log=" + data.resolve("engine.log"),
            "--logger.size=10M",
            "--logger.count=1",
            "--max_server_memory_usage=" + memory,
            "--mark_cache_size=" + memory / 16,
            "--primary_index_cache_size=" + memory / 16,
            "--query_condition_cache_size=" + memory / 64,
            "--compiled_expression_cache_size=" + memory / 64,
            // With 2, the default here, the engine keeps pausing its own housekeeping.
            "--background_schedule_pool_size=8",
            "--background_schedule_pool_max_parallel_tasks_per_type_ratio=1",
            "--max_memory_usage=" + queryMemory(memory),
            // Free memory for each thread, or a statement has fewer: but one by the default of
            // 1 GiB.
            "--max_threads_min_free_memory_per_thread=" + memory / 8,
            "--max_execution_time=300"),
        more);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
