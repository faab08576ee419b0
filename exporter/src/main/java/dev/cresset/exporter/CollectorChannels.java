package dev.cresset.exporter;

import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/** Makes gRPC channels to the collector, all on the same few daemon threads. */
final class CollectorChannels {
  /** One reads, one writes, and one looks up a name or waits for an old connection to close. */
  private static final int IO_THREADS = 3;

  private static final int IDLE_THREAD_SECONDS = 30;
  private static final int KEEP_ALIVE_SECONDS = 60;
  private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 20;

  /** Answers are an id and at most a sentence. */
  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  private final ShipperConfig config;
  private final ThreadPoolExecutor io;
  private final ScheduledThreadPoolExecutor timer;
  private final Map<Thread, String> ioThreads = Collections.synchronizedMap(new WeakHashMap<>());
  private final AtomicInteger ioThreadCount = new AtomicInteger();

  CollectorChannels(ShipperConfig config) {
    this.config = config;
    this.io =
        new ThreadPoolExecutor(
            IO_THREADS,
            IO_THREADS,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            this::ioThread,
            new ThreadPoolExecutor.DiscardPolicy());
    io.allowCoreThreadTimeOut(true);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> DaemonThreads.named("cresset-grpc-timer", task),
            new ThreadPoolExecutor.DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
  }

  ManagedChannel open() {
    OkHttpChannelBuilder builder =
        OkHttpChannelBuilder.forAddress(config.host(), config.port())
            .directExecutor()
            .offloadExecutor(io)
            .transportExecutor(io)
            .scheduledExecutorService(timer)
            .socketFactory(new TimedSockets(config.connectTimeout()))
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .maxInboundMessageSize(MAX_ANSWER_BYTES)
            .disableServiceConfigLookUp()
            // The shipper tries again itself; gRPC would keep every request for that.
            .disableRetry();
    return (config.tls() ? builder : builder.usePlaintext()).build();
  }

  /**
   * Calls the threads by our name again: gRPC calls the one that reads {@code
   * OkHttpClientTransport}, which would leave an operator to guess whose it is.
   */
  void nameThreads() {
    synchronized (ioThreads) {
      ioThreads.forEach(Thread::setName);
    }
  }

  /** To be called when the channels are shut down; lets them close their sockets. */
  void close() {
    // Not shutdownNow: a socket is closed by a task, and its reader would wait for good without.
    io.shutdown();
    timer.shutdownNow();
  }

  private Thread ioThread(Runnable task) {
    String name = "cresset-grpc-" + ioThreadCount.incrementAndGet();
    Thread thread = DaemonThreads.named(name, task);
    ioThreads.put(thread, name);
    return thread;
  }

  /** gRPC's own sockets wait for a connection as long as the operating system does: minutes. */
  private static final class TimedSockets extends SocketFactory {
    private final int timeoutMillis;

    TimedSockets(Duration timeout) {
      this.timeoutMillis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    }

    @Override
    public Socket createSocket() {
      return new Socket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return connect(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
        throws IOException {
      return connect(
          new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return connect(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
        throws IOException {
      return connect(
          new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    private Socket connect(InetSocketAddress remote, InetSocketAddress local) throws IOException {
      Socket socket = new Socket();
      try {
        if (local != null) {
          socket.bind(local);
        }
        socket.connect(remote, timeoutMillis);
        return socket;
      } catch (IOException | RuntimeException e) {
        socket.close();
        throw e;
      }
    }
  }
}
