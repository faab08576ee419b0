package dev.cresset.exporter;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * One attempt at one stream to the collector, on a connection of its own: what a new attempt finds
 * out about addresses does not hang on what the last one did.
 *
 * <p>Used by one thread; what comes from the collector waits here and raises the signal.
 */
final class CollectorConnection {
  private static final int ANSWERS_AHEAD = 64;

  private final ManagedChannel channel;
  private final Signal signal;
  private final Queue<PushAnswer> answers = new ConcurrentLinkedQueue<>();
  private final ClientCallStreamObserver<byte[]> requests;
  private volatile Status end;

  CollectorConnection(ManagedChannel channel, Signal signal) {
    this.channel = channel;
    this.signal = signal;
    // It hands back the observer it called beforeStart with.
    this.requests =
        (ClientCallStreamObserver<byte[]>)
            ClientCalls.asyncBidiStreamingCall(
                channel.newCall(PushMethod.PUSH, CallOptions.DEFAULT), new Answers());
  }

  /** Whether the stream is up and can take a request without piling it up. */
  boolean isReady() {
    return end == null && requests.isReady();
  }

  /**
   * @param request as {@link PushRequests} encodes them
   */
  void push(byte[] request) {
    requests.onNext(request);
  }

  /** The next answer, or null if there is none yet. */
  PushAnswer poll() {
    PushAnswer answer = answers.poll();
    if (answer != null) {
      requests.request(1);
    }
    return answer;
  }

  /** Why the stream has ended, or null while it has not; answers may be left. */
  Status end() {
    return end;
  }

  /** Breaks the connection off, with whatever is under way. */
  void cut() {
    channel.shutdownNow();
  }

  /** Takes leave of the collector, and breaks off if that takes longer than {@code nanos}. */
  void finish(long nanos) throws InterruptedException {
    requests.onCompleted();
    channel.shutdown();
    try {
      channel.awaitTermination(nanos, TimeUnit.NANOSECONDS);
    } finally {
      channel.shutdownNow();
    }
  }

  private final class Answers implements ClientResponseObserver<byte[], PushAnswer> {
    @Override
    public void beforeStart(ClientCallStreamObserver<byte[]> stream) {
      // A bound on what a collector that talks too much can make us hold.
      stream.disableAutoRequestWithInitial(ANSWERS_AHEAD);
      stream.setOnReadyHandler(signal::raise);
    }

    @Override
    public void onNext(PushAnswer answer) {
      answers.add(answer);
      signal.raise();
    }

    @Override
    public void onError(Throwable cause) {
      end = Status.fromThrowable(cause);
      signal.raise();
    }

    @Override
    public void onCompleted() {
      end = Status.OK;
      signal.raise();
    }
  }
}
