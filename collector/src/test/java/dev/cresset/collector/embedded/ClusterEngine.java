package dev.cresset.collector.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The real engine as a cluster of itself: one shard of one replica, which is the engine's own. It
 * has no port for other servers, so more of them cannot be had.
 */
public final class ClusterEngine {
  public static final String NAME = "one";

  private ClusterEngine() {}

  public static EmbeddedClickHouse start(Path library, Path data, int connections, long memory)
      throws IOException {
    String replica = "--remote_servers." + NAME + ".shard.replica.";
    return EmbeddedClickHouse.start(
        library,
        data,
        connections,
        memory,
        // Nobody listens there: an address with the server's own port is the server itself.
        List.of("--tcp_port=9000", replica + "host=127.0.0.1", replica + "port=9000"));
  }
}
