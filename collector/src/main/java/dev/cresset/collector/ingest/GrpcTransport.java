package dev.cresset.collector.ingest;

import dev.cresset.collector.connections.ConnectionLimit;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads and sockets below gRPC. They are those that it has by itself, but for a limit of
 * connections, which gRPC does not know.
 */
final class GrpcTransport implements AutoCloseable {
  private final ConnectionLimit.Port port;
  private final EventLoopGroup accepting = group("grpc-accept", 1);

  /** As many threads as gRPC takes: two for each processor. */
  private final EventLoopGroup serving = group("grpc-serve", 0);

  GrpcTransport(ConnectionLimit.Port port) {
    this.port = port;
  }

  private static EventLoopGroup group(String name, int threads) {
    ThreadFactory factory = new DefaultThreadFactory(name, true);
    return Epoll.isAvailable()
        ? new EpollEventLoopGroup(threads, factory)
        : new NioEventLoopGroup(threads, factory);
  }

  void install(NettyServerBuilder builder) {
    builder
        .channelFactory(this::listening)
        .bossEventLoopGroup(accepting)
        .workerEventLoopGroup(serving);
  }

  private ServerChannel listening() {
    ServerChannel channel =
        Epoll.isAvailable() ? new EpollServerSocketChannel() : new NioServerSocketChannel();
    channel.pipeline().addLast(new Doorman(port));
    return channel;
  }

  @Override
  public void close() {
    accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    serving.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /** Sees each connection before anything is allocated for it. */
  @ChannelHandler.Sharable
  private static final class Doorman extends ChannelInboundHandlerAdapter {
    private final ConnectionLimit.Port port;

    Doorman(ConnectionLimit.Port port) {
      this.port = port;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      Channel connection = (Channel) accepted;
      if (port.opened()) {
        connection.closeFuture().addListener(closed -> port.closed());
        context.fireChannelRead(connection);
      } else {
        connection.unsafe().closeForcibly();
        port.closed();
      }
    }
  }
}
