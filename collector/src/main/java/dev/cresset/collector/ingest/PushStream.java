package dev.cresset.collector.ingest;

import dev.cresset.protocol.ingest.v1.PushResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One agent's stream. Takes a few profiles at a time, and a further one only when one is done with
 * and the agent reads what became of them; the rest waits on the agent's side.
 */
final class PushStream implements StreamObserver<InputStream> {
  private static final int AT_ONCE = 16;

  private final ServerCallStreamObserver<PushResponse> responses;
  private final WireBytes.Stream wire;
  private final Executor executor;
  private final Function<InputStream, Supplier<PushResponse>> work;

  // Guarded by this.
  private int underWay;
  private int owed;
  private boolean ending;
  private boolean ended;

  private final Consumer<PushStream> whenOver;

  /**
   * @param wire counts what arrives
   * @param work takes in a message, then does what there is to do about it, which may block for
   *     long
   * @param whenOver told once the agent has ended the stream or is gone
   */
  PushStream(
      ServerCallStreamObserver<PushResponse> responses,
      WireBytes.Stream wire,
      Executor executor,
      Function<InputStream, Supplier<PushResponse>> work,
      Consumer<PushStream> whenOver) {
    this.responses = responses;
    this.wire = wire;
    this.executor = executor;
    this.work = work;
    this.whenOver = whenOver;
  }

  /** To be called before the call that opens the stream returns. */
  void open() {
    responses.disableAutoRequest();
    responses.setOnReadyHandler(this::requestOwed);
    // Without a handler a cancelled stream would make the observer throw at whoever answers.
    responses.setOnCancelHandler(() -> whenOver.accept(this));
    wire.open(this::fail);
    responses.request(AT_ONCE);
  }

  /** Takes no more, and ends the stream as soon as all that was taken is answered. */
  synchronized void end() {
    ending = true;
    endIfDone();
  }

  @Override
  public void onNext(InputStream message) {
    synchronized (this) {
      underWay++;
    }
    Supplier<PushResponse> taken = take(message);
    executor.execute(() -> answer(taken.get()));
  }

  private Supplier<PushResponse> take(InputStream message) {
    int size = 0;
    try (message) {
      size = message.available();
      return work.apply(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      wire.release(size);
    }
  }

  private synchronized void answer(PushResponse response) {
    underWay--;
    owed++;
    if (!ended) {
      responses.onNext(response);
    }
    requestOwed();
    endIfDone();
  }

  private synchronized void requestOwed() {
    if (responses.isReady() && owed > 0 && !ending) {
      responses.request(owed);
      owed = 0;
    }
  }

  /** The agent went away; what it sent is stored all the same, and is harmless to send again. */
  @Override
  public void onError(Throwable problem) {
    whenOver.accept(this);
  }

  @Override
  public void onCompleted() {
    whenOver.accept(this);
    end();
  }

  private void endIfDone() {
    if (ending && !ended && underWay == 0) {
      ended = true;
      responses.onCompleted();
    }
  }

  /** Ends the stream at once; what is under way is stored, and will be sent again. */
  private synchronized void fail(Status status) {
    if (!ended) {
      ending = true;
      ended = true;
      responses.onError(status.asException());
      whenOver.accept(this);
    }
  }
}
