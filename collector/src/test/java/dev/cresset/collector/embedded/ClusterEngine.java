package dev.cresset.collector.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The real engine as a cluster of itself: one shard of one replica, which is the engine's own. It
 * has no port for other servers, so more of them cannot be had.
 */
public final class ClusterEngine {
  public static final String NAME = "one";

  /** A cluster that the engine knows of, with shards at port 1 and on, where nobody is. */
  public static final String UNREACHABLE = "nobody";

  public static final int UNREACHABLE_SHARDS = 3;

  /** A disk it has besides. */
  public static final String FULL_DISK = "backups";

  private ClusterEngine() {}

  public static EmbeddedClickHouse start(Path library, Path data, int connections, long memory)
      throws IOException {
    List<String> options = new ArrayList<>();
    // Nobody listens there: an address with the server's own port is the server itself.
    options.add("--tcp_port=9000");
    // No table is on it, and nothing is free.
    options.add("--storage_configuration.disks." + FULL_DISK + ".type=local");
    options.add("--storage_configuration.disks." + FULL_DISK + ".path=" + data + "/backups/");
    options.add(
        "--storage_configuration.disks." + FULL_DISK + ".keep_free_space_bytes=" + (1L << 60));
    options.addAll(shard(NAME, 1, 9000));
    for (int shard = 1; shard <= UNREACHABLE_SHARDS; shard++) {
      options.addAll(shard(UNREACHABLE, shard, shard));
    }
    return EmbeddedClickHouse.start(library, data, connections, memory, options);
  }

  private static List<String> shard(String cluster, int number, int port) {
    String replica = "--remote_servers." + cluster + ".shard" + number + ".replica.";
    return List.of(replica + "host=127.0.0.1", replica + "port=" + port);
  }
}
