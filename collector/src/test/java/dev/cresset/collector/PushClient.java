package dev.cresset.collector;

import dev.cresset.protocol.ingest.v1.ProfileIngestGrpc;
import dev.cresset.protocol.ingest.v1.PushRequest;
import dev.cresset.protocol.ingest.v1.PushResponse;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An agent's end of a stream. */
public final class PushClient implements AutoCloseable {
  private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
  private final ManagedChannel channel;
  private final StreamObserver<PushRequest> requests;

  public PushClient(int port) {
    this(port, "identity");
  }

  /**
   * @param compression of messages, by gRPC
   */
  PushClient(int port, String compression) {
    this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    this.requests =
        ProfileIngestGrpc.newStub(channel).withCompression(compression).push(new Answers());
  }

  public void push(PushRequest request) {
    requests.onNext(request);
  }

  /** Says that there is nothing more to come. */
  public void complete() {
    requests.onCompleted();
  }

  public PushResponse next() throws InterruptedException {
    Object answer = answer();
    if (answer instanceof PushResponse response) {
      return response;
    }
    throw new AssertionError("The stream ended: " + answer);
  }

  /** Waits until the collector ends the stream; tells the error, or null if there is none. */
  public Throwable end() throws InterruptedException {
    Object answer = answer();
    return answer instanceof Throwable problem ? problem : null;
  }

  /** A response, or the error that ended the stream, or something else if there was none. */
  Object answer() throws InterruptedException {
    Object answer = answers.poll(60, TimeUnit.SECONDS);
    if (answer == null) {
      throw new AssertionError("No answer within a minute");
    }
    return answer;
  }

  /** Of the connection. */
  public ConnectivityState state() {
    return channel.getState(false);
  }

  /** Waits until the connection is in that state. */
  public void awaitState(ConnectivityState state) throws InterruptedException {
    for (int i = 0; i < 600 && state() != state; i++) {
      Thread.sleep(100);
    }
    if (state() != state) {
      throw new AssertionError("The connection is " + state() + " after a minute");
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private final class Answers implements StreamObserver<PushResponse> {
    @Override
    public void onNext(PushResponse response) {
      answers.add(response);
    }

    @Override
    public void onError(Throwable problem) {
      answers.add(problem);
    }

    @Override
    public void onCompleted() {
      answers.add("completed");
    }
  }
}
