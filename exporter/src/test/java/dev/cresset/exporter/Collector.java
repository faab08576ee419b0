package dev.cresset.exporter;

import dev.cresset.protocol.ingest.v1.ProfileIngestGrpc;
import dev.cresset.protocol.ingest.v1.PushRequest;
import dev.cresset.protocol.ingest.v1.PushResponse;
import dev.cresset.protocol.ingest.v1.Rejected;
import dev.cresset.protocol.ingest.v1.RetryLater;
import dev.cresset.protocol.ingest.v1.Stored;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.KeyManagerFactory;

/** A collector on a loopback socket that does with a push what the test says. */
final class Collector implements AutoCloseable {
  /** Netty tells about every client that leaves; held, since loggers are weakly reachable. */
  private static final Logger NETTY = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty");

  static {
    NETTY.setLevel(Level.SEVERE);
  }

  /** What it does with a push; {@link #STORE} unless it was told otherwise. */
  interface Behaviour extends BiConsumer<PushRequest, StreamObserver<PushResponse>> {}

  static final Behaviour STORE = (push, answers) -> answers.onNext(stored(push));

  static final Behaviour KEEP_SILENT = (push, answers) -> {};

  private final List<PushRequest> received = new CopyOnWriteArrayList<>();
  private final List<StreamObserver<PushResponse>> streams = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour = STORE;
  private final Server server;

  private Collector(NettyServerBuilder builder) throws IOException {
    server = builder.addService(new Ingest()).maxInboundMessageSize(1 << 20).build().start();
  }

  static Collector start() throws IOException {
    return startAt(0);
  }

  /** One that comes back at the address of another. */
  static Collector startAt(int port) throws IOException {
    return new Collector(at(port));
  }

  static Collector startTls(KeyManagerFactory keys) throws IOException {
    return new Collector(
        at(0).sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(keys)).build()));
  }

  private static NettyServerBuilder at(int port) {
    return NettyServerBuilder.forAddress(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  Collector doing(Behaviour next) {
    behaviour = next;
    return this;
  }

  /** Answers on the latest stream. */
  void answer(PushResponse answer) {
    alone(streams.getLast(), latest -> latest.onNext(answer));
  }

  void breakStreams(Status status) {
    streams.forEach(stream -> alone(stream, s -> s.onError(status.asRuntimeException())));
  }

  /** A test may answer on the stream on which a push is being answered: it takes one at a time. */
  private static void alone(
      StreamObserver<PushResponse> stream, Consumer<StreamObserver<PushResponse>> action) {
    synchronized (stream) {
      action.accept(stream);
    }
  }

  int port() {
    return server.getPort();
  }

  String address() {
    return "http://127.0.0.1:" + port();
  }

  /** All pushes so far, repeated ones too. */
  List<PushRequest> received() {
    return received;
  }

  List<String> receivedIds() {
    return received.stream().map(PushRequest::getProfileId).toList();
  }

  /** How many streams there have been. */
  int streams() {
    return streams.size();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static PushResponse stored(PushRequest push) {
    return PushResponse.newBuilder()
        .setProfileId(push.getProfileId())
        .setStored(Stored.getDefaultInstance())
        .build();
  }

  static PushResponse retryLater(PushRequest push, long delayMillis, String reason) {
    return PushResponse.newBuilder()
        .setProfileId(push.getProfileId())
        .setRetryLater(RetryLater.newBuilder().setDelayMillis(delayMillis).setReason(reason))
        .build();
  }

  static PushResponse rejected(PushRequest push, String limit) {
    return PushResponse.newBuilder()
        .setProfileId(push.getProfileId())
        .setRejected(
            Rejected.newBuilder()
                .setMessage("Too many frames.")
                .setLimit(limit)
                .setValue(7)
                .setMaximum(5))
        .build();
  }

  private final class Ingest extends ProfileIngestGrpc.ProfileIngestImplBase {
    @Override
    public StreamObserver<PushRequest> push(StreamObserver<PushResponse> answers) {
      streams.add(answers);
      return new StreamObserver<>() {
        @Override
        public void onNext(PushRequest push) {
          received.add(push);
          alone(answers, stream -> behaviour.accept(push, stream));
        }

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {
          alone(answers, StreamObserver::onCompleted);
        }
      };
    }
  }
}
