package dev.cresset.collector.ingest;

import dev.cresset.protocol.ingest.v1.PushRequest;
import dev.cresset.protocol.ingest.v1.PushResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One agent's stream. Takes a few profiles at a time, and a further one only when one is done with
 * and the agent reads what became of them; the rest waits on the agent's side.
 */
final class PushStream implements StreamObserver<PushRequest> {
  private static final int AT_ONCE = 16;

  private final ServerCallStreamObserver<PushResponse> responses;
  private final Executor executor;
  private final Function<PushRequest, PushResponse> work;

  // Guarded by this.
  private int underWay;
  private int owed;
  private boolean ending;
  private boolean ended;

  private final Consumer<PushStream> whenOver;

  /**
   * @param work may block for long
   * @param whenOver told once the agent has ended the stream or is gone
   */
  PushStream(
      ServerCallStreamObserver<PushResponse> responses,
      Executor executor,
      Function<PushRequest, PushResponse> work,
      Consumer<PushStream> whenOver) {
    this.responses = responses;
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
    responses.request(AT_ONCE);
  }

  /** Takes no more, and ends the stream as soon as all that was taken is answered. */
  synchronized void end() {
    ending = true;
    endIfDone();
  }

  @Override
  public void onNext(PushRequest request) {
    synchronized (this) {
      underWay++;
    }
    executor.execute(() -> answer(work.apply(request)));
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
}
