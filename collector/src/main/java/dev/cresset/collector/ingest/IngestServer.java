package dev.cresset.collector.ingest;

import dev.cresset.collector.connections.ConnectionLimit;
import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** The gRPC server. */
public final class IngestServer implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** Of a connection and of a stream. */
  private static final int WINDOW = 1 << 18;

  /** Agents keep a stream open. Who has none for as long connects again when there is need. */
  private static final Duration IDLE = Duration.ofMinutes(5);

  private final Server server;
  private final GrpcIngest service;
  private final GrpcTransport transport;

  private IngestServer(Server server, GrpcIngest service, GrpcTransport transport) {
    this.server = server;
    this.service = service;
    this.transport = transport;
  }

  /**
   * Listens from now on.
   *
   * @throws IOException if it cannot, with one line that says why
   */
  public static IngestServer start(
      InetSocketAddress address,
      GrpcIngest service,
      ExecutorService executor,
      ConnectionLimit.Port connections)
      throws IOException {
    return start(address, service, executor, connections, IDLE);
  }

  /**
   * @param idle after how long without a stream a connection is closed
   */
  static IngestServer start(
      InetSocketAddress address,
      GrpcIngest service,
      ExecutorService executor,
      ConnectionLimit.Port connections,
      Duration idle)
      throws IOException {
    GrpcTransport transport = new GrpcTransport(connections);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address)
            .executor(executor)
            .maxInboundMessageSize(service.maxMessage())
            .addStreamTracerFactory(service.wireBytes())
            // Of what no stream has asked for, no more is in memory than this.
            .flowControlWindow(WINDOW)
            // Profiles are gzipped. To unpack messages as well would only be good for bombs.
            .decompressorRegistry(
                DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false))
            .maxConcurrentCallsPerConnection(16)
            // Finds agents that went away without a word, and lets agents find the same.
            .keepAliveTime(60, TimeUnit.SECONDS)
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .maxConnectionIdle(idle.toMillis(), TimeUnit.MILLISECONDS)
            .addService(service);
    transport.install(builder);
    try {
      return new IngestServer(builder.build().start(), service, transport);
    } catch (IOException e) {
      transport.close();
      String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new IOException(
          "gRPC cannot listen on %s, port %d (grpc.host, grpc.port): %s; choose another port, or 0"
                  .formatted(address.getHostString(), address.getPort(), reason)
              + " for one that is free",
          e);
    }
  }

  public int port() {
    return server.getPort();
  }

  /** Lets what is under way finish, within a deadline. */
  @Override
  public void close() {
    server.shutdown();
    service.endStreams();
    try {
      if (!server.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
        server.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    } finally {
      transport.close();
    }
  }
}
