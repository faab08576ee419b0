package dev.cresset.benchmarks.ingest;

import dev.cresset.benchmarks.ingest.FleetLoad.Push;
import dev.cresset.protocol.ingest.v1.ProfileIngestGrpc;
import dev.cresset.protocol.ingest.v1.PushResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** An agent's stream that always has some profiles under way, until it ends. */
final class PushStream implements AutoCloseable {
  /** As many as the agent's. */
  private static final int AT_ONCE = 16;

  private static final int PATIENCE_SECONDS = 30;

  private final FleetLoad load;
  private final PushCounts counts;
  private final ManagedChannel channel;
  private final StreamObserver<byte[]> requests;
  private final Map<String, Push> underWay = new ConcurrentHashMap<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean ending;

  PushStream(int port, FleetLoad load, PushCounts counts, Executor executor) {
    this.load = load;
    this.counts = counts;
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().executor(executor).build();
    MethodDescriptor<byte[], PushResponse> method =
        ProfileIngestGrpc.getPushMethod().toBuilder(
                new AsIs(), ProfileIngestGrpc.getPushMethod().getResponseMarshaller())
            .build();
    this.requests =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(method, CallOptions.DEFAULT), new Answers());
  }

  void start() {
    for (int i = 0; i < AT_ONCE; i++) {
      pushNext();
    }
  }

  private void pushNext() {
    Push push = load.next();
    underWay.put(push.id(), push);
    send(push);
  }

  private void send(Push push) {
    synchronized (requests) {
      if (!ending) {
        requests.onNext(push.message());
      }
    }
  }

  private void settle(PushResponse response) {
    Push push = underWay.get(response.getProfileId());
    switch (response.getOutcomeCase()) {
      case STORED -> {
        underWay.remove(push.id());
        counts.stored(push);
        pushNext();
      }
      case RETRY_LATER -> {
        counts.toldToWait();
        CompletableFuture.delayedExecutor(
                response.getRetryLater().getDelayMillis(), TimeUnit.MILLISECONDS)
            .execute(() -> send(push));
      }
      default -> {
        underWay.remove(push.id());
        counts.rejected(response.getRejected().getMessage());
        pushNext();
      }
    }
  }

  /** Sends nothing more. */
  void end() {
    synchronized (requests) {
      ending = true;
      requests.onCompleted();
    }
  }

  /** Waits until what is under way is answered, and disconnects. */
  @Override
  public void close() {
    try {
      over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    channel.shutdownNow();
  }

  private final class Answers implements StreamObserver<PushResponse> {
    @Override
    public void onNext(PushResponse response) {
      settle(response);
    }

    @Override
    public void onError(Throwable problem) {
      counts.broken(problem);
      over.countDown();
    }

    @Override
    public void onCompleted() {
      if (!ending) {
        counts.broken(new IllegalStateException("The server ended a stream"));
      }
      over.countDown();
    }
  }

  private static final class AsIs implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
      throw new UnsupportedOperationException("Only for requests");
    }
  }
}
