package dev.cresset.collector;

import dev.cresset.collector.ingest.DailyLimits;
import dev.cresset.collector.ingest.IngestLimits;
import dev.cresset.collector.ingest.NameLimits;
import dev.cresset.collector.pprof.Limit;
import dev.cresset.collector.pprof.PprofLimits;
import dev.cresset.collector.query.QueryLimits;
import dev.cresset.collector.store.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Everything about a collector that can be set. A component's name in a file is its own in kebab
 * case behind those of the records it is in: {@code ingest.max-profile-size}. As a system property
 * it has {@code cresset.} in front, and as an environment variable it is {@code
 * CRESSET_INGEST_MAX_PROFILE_SIZE}.
 *
 * @param data the folder where the embedded ClickHouse keeps everything
 */
public record CollectorConfig(
    @Setting("cresset-data") Path data,
    Http http,
    Grpc grpc,
    Storage storage,
    Query query,
    Ingest ingest,
    Limits limits) {
  /** What has to fit into one array. */
  private static final int MAX_ARRAY = 1 << 30;

  /**
   * UI, API, health and metrics.
   *
   * @param host the address to listen on
   * @param port 0 picks a free one
   */
  public record Http(
      @Setting("0.0.0.0") String host, @Setting(value = "7400", max = 65535) int port) {}

  /**
   * Where agents push.
   *
   * @param host the address to listen on
   * @param port 0 picks a free one
   */
  public record Grpc(
      @Setting("0.0.0.0") String host, @Setting(value = "7401", max = 65535) int port) {}

  /**
   * ClickHouse.
   *
   * @param url of a ClickHouse server, {@code jdbc:ch://host:8123/database}; empty for the embedded
   *     one
   * @param cluster that the server belongs to and everything is stored in; empty for that server
   *     alone
   * @param user of that server
   * @param password of that user
   * @param queryConnections how many statements of queries run at once; one asks up to three, a
   *     comparison four, of which two may take long
   * @param retentionDays after how many days a profile is deleted
   * @param minFree bytes of disk below which the oldest days of profiles are deleted before that
   * @param rollupMinuteDays after how many days a minute's sums by stack trace are
   * @param rollupHourDays after how many days its sums by the hour are; no sooner than either
   * @param serviceRetention services that are kept shorter or longer, as in {@code batch=7/7/90}:
   *     days of profiles, of sums by the minute, and by the hour
   */
  public record Storage(
      @Setting("") String url,
      @Setting("") String cluster,
      @Setting("default") String user,
      @Setting("") String password,
      @Setting(value = "10", min = 1, max = 100) int queryConnections,
      @Setting(value = "30", min = 1, max = 36500) int retentionDays,
      @Setting("1g") ByteSize minFree,
      @Setting(value = "1", min = 1, max = 36500) int rollupMinuteDays,
      @Setting(value = "730", min = 1, max = 36500) int rollupHourDays,
      @Setting("") ServiceRetention serviceRetention,
      Embedded embedded) {
    @Override
    public String toString() {
      return "Storage[url=" + url + ", user=" + user + ", password=…, " + embedded + "]";
    }
  }

  /**
   * The engine in a process of its own.
   *
   * @param library the file {@code libchdb.so}; empty for the one under {@code cresset.home}
   * @param memory what the engine may take for tables, queries and caches
   */
  public record Embedded(
      @Setting("") String library, @Setting(value = "1g", min = 256 << 20) ByteSize memory) {}

  /**
   * What a query may cost. One that would cost more is refused, and the refusal names the limit.
   *
   * @param maxSeconds in ClickHouse, of each of its statements; and how long it waits for its turn
   * @param maxMemory in ClickHouse
   * @param maxConcurrent queries for stack traces at once; others wait for their turn
   * @param maxStacks different stack traces; 0 for as many as a quarter of the heap takes
   * @param maxTreeNodes of a tree before it is pruned; 0 for as many as a quarter of the heap takes
   * @param maxRows of any other answer: releases, label values, points of a series
   * @param comparedWindows of a side of a comparison, about; of more than these, some are compared
   */
  public record Query(
      @Setting(value = "30", min = 1, max = 300) int maxSeconds,
      @Setting(value = "1g", min = 1 << 20) ByteSize maxMemory,
      @Setting(value = "4", min = 1, max = 100) int maxConcurrent,
      @Setting(value = "0", max = 100_000_000) int maxStacks,
      @Setting(value = "0", max = 400_000_000) int maxTreeNodes,
      @Setting(value = "100000", min = 1, max = 100_000_000) int maxRows,
      @Setting(value = "20000", min = 100, max = 100_000_000) int comparedWindows) {
    /** These, with what is left to the heap's size. */
    QueryLimits limits(long heap) {
      QueryLimits byHeap = QueryLimits.ofHeap(heap, maxConcurrent);
      return new QueryLimits(
          Duration.ofSeconds(maxSeconds),
          maxMemory.bytes(),
          maxConcurrent,
          maxStacks == 0 ? byHeap.stacks() : maxStacks,
          maxTreeNodes == 0 ? byHeap.treeNodes() : maxTreeNodes,
          maxRows,
          comparedWindows);
    }
  }

  /**
   * What is taken from agents and uploads. What breaks a limit is refused, and the refusal names
   * the limit.
   *
   * @param maxProfileSize of one profile as it arrives
   * @param maxUncompressedSize of one profile after gunzip
   * @param maxSamples in one profile
   * @param maxDepth frames of a stack trace, inlined ones included
   * @param maxFrames of all different stack traces of a profile together
   * @param maxTableEntries functions, mappings, strings, lines of locations and different labels of
   *     one profile, of each
   * @param maxStringLength bytes of a name in UTF-8
   * @param maxLabels of one sample
   * @param maxAttributes of one process
   * @param maxInFlight bytes of all profiles that are being taken in
   * @param maxArriving bytes of all gRPC messages that have begun to arrive
   */
  public record Ingest(
      @Setting(value = "16m", min = 1024, max = MAX_ARRAY) ByteSize maxProfileSize,
      @Setting(value = "64m", min = 1024, max = MAX_ARRAY) ByteSize maxUncompressedSize,
      @Setting(value = "200000", min = 1, max = 10_000_000) int maxSamples,
      @Setting(value = "4096", min = 1, max = 1_000_000) int maxDepth,
      @Setting(value = "4000000", min = 1, max = 100_000_000) int maxFrames,
      @Setting(value = "250000", min = 1, max = 10_000_000) int maxTableEntries,
      @Setting(value = "64k", min = 16, max = 1 << 24) ByteSize maxStringLength,
      @Setting(value = "64", max = 10_000) int maxLabels,
      @Setting(value = "64", max = 10_000) int maxAttributes,
      @Setting(value = "192m", min = 1 << 20) ByteSize maxInFlight,
      @Setting(value = "48m", min = 1 << 20) ByteSize maxArriving) {}

  /**
   * What there may be of each server's, by UTC days. More stack traces and labels of a service are
   * taken all the same, and counted under {@code (other)}; more connections are closed.
   *
   * @param connections to a port at a time, of each of the two
   * @param stacksPerDay different stack traces
   * @param labelSetsPerDay different sets of labels
   * @param labelNamesPerDay different names of labels
   * @param labelValuesPerDay different values of a label
   * @param servicesPerDay different services; this and what follows is not counted under {@code
   *     (other)}, but profiles with more are refused
   * @param releasesPerDay of a service
   * @param environmentsPerDay of a service
   * @param instancesPerDay of a service
   * @param typesPerDay of a service
   */
  public record Limits(
      @Setting(value = "10000", min = 1, max = 1_000_000) int connections,
      @Setting(value = "250000", min = 1, max = 10_000_000) int stacksPerDay,
      @Setting(value = "100000", min = 1, max = 10_000_000) int labelSetsPerDay,
      @Setting(value = "200", min = 1, max = 10_000) int labelNamesPerDay,
      @Setting(value = "50000", min = 1, max = 10_000_000) int labelValuesPerDay,
      @Setting(value = "10000", min = 1, max = 1_000_000) int servicesPerDay,
      @Setting(value = "1000", min = 1, max = 1_000_000) int releasesPerDay,
      @Setting(value = "100", min = 1, max = 1_000_000) int environmentsPerDay,
      @Setting(value = "50000", min = 1, max = 1_000_000) int instancesPerDay,
      @Setting(value = "100", min = 1, max = 1_000_000) int typesPerDay) {
    private DailyLimits daily() {
      return new DailyLimits(
          new Limit("limits.stacks-per-day", stacksPerDay),
          new Limit("limits.label-sets-per-day", labelSetsPerDay),
          new Limit("limits.label-names-per-day", labelNamesPerDay),
          new Limit("limits.label-values-per-day", labelValuesPerDay),
          new NameLimits(
              new Limit("limits.services-per-day", servicesPerDay),
              new Limit("limits.releases-per-day", releasesPerDay),
              new Limit("limits.environments-per-day", environmentsPerDay),
              new Limit("limits.instances-per-day", instancesPerDay),
              new Limit("limits.types-per-day", typesPerDay)));
    }
  }

  /**
   * Reads defaults, then the file, the environment, the system properties and the overrides, each
   * able to change what is before it.
   *
   * @param file {@code .properties}, or YAML if it is called so
   * @param overrides settings by name, such as {@code http.port}; from a command line, say
   * @throws ConfigException if a setting is unknown or its value is unusable
   */
  public static CollectorConfig load(Optional<Path> file, Map<String, String> overrides) {
    return ConfigReader.read(
        CollectorConfig.class,
        ConfigSources.all(file, overrides, System.getenv(), System.getProperties()));
  }

  /**
   * Defaults with these settings changed, whatever the environment says.
   *
   * @throws ConfigException if a setting is unknown or its value is unusable
   */
  public static CollectorConfig of(Map<String, String> settings) {
    return ConfigReader.read(CollectorConfig.class, ConfigSources.only(settings));
  }

  /** What ingest is to keep to. */
  IngestLimits ingestLimits() {
    return new IngestLimits(
        new PprofLimits(
            new Limit("ingest.max-profile-size", ingest.maxProfileSize.bytes()),
            new Limit("ingest.max-uncompressed-size", ingest.maxUncompressedSize.bytes()),
            new Limit("ingest.max-samples", ingest.maxSamples),
            new Limit("ingest.max-depth", ingest.maxDepth),
            new Limit("ingest.max-frames", ingest.maxFrames),
            new Limit("ingest.max-table-entries", ingest.maxTableEntries),
            new Limit("ingest.max-string-length", ingest.maxStringLength.bytes()),
            new Limit("ingest.max-labels", ingest.maxLabels)),
        new Limit("ingest.max-attributes", ingest.maxAttributes),
        new Limit("ingest.max-in-flight", ingest.maxInFlight.bytes()),
        new Limit("ingest.max-arriving", ingest.maxArriving.bytes()),
        new Limit("storage.retention-days", storage.retentionDays),
        limits.daily());
  }

  /** Of each port. */
  Limit connections() {
    return new Limit("limits.connections", limits.connections);
  }

  /** How long tables are to keep what is in them. */
  Retention retention() {
    return new Retention(
        storage.retentionDays,
        storage.rollupMinuteDays,
        storage.rollupHourDays,
        storage.serviceRetention.days());
  }

  /** Where the ClickHouse library is. */
  public Path library() {
    if (!storage.embedded.library.isEmpty()) {
      return Path.of(storage.embedded.library);
    }
    String home = System.getProperty("cresset.home", System.getenv("CRESSET_HOME"));
    return Path.of(home == null ? ".cresset" : home, "clickhouse", "libchdb.so");
  }
}
