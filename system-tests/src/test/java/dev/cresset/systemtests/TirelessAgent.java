package dev.cresset.systemtests;

import dev.cresset.protocol.ingest.v1.ProfileIngestGrpc;
import dev.cresset.protocol.ingest.v1.PushRequest;
import dev.cresset.protocol.ingest.v1.PushResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pushes profiles for as long as it is let, each until it is acknowledged and then never again.
 * Unlike the agent proper it does not wait when it is told to, or when nobody answers.
 */
final class TirelessAgent {
  private static final int AT_ONCE = 32;
  private static final int ONE_IN = 10;
  private static final long PAUSE_MILLIS = 50;

  private final int port;
  private final RandomProfiles profiles;
  private final Random random = new Random();
  private final Map<String, PushRequest> pending = new LinkedHashMap<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final FutureTask<Void> work = new FutureTask<>(this::work);
  private volatile boolean enough;

  private TirelessAgent(int port, RandomProfiles profiles) {
    this.port = port;
    this.profiles = profiles;
  }

  static TirelessAgent start(int port, RandomProfiles profiles) {
    TirelessAgent agent = new TirelessAgent(port, profiles);
    Thread.ofVirtual().start(agent.work);
    return agent;
  }

  long acknowledged() {
    return acknowledged.get();
  }

  /** Makes no more profiles, and returns when all are acknowledged. */
  void finish() throws InterruptedException, ExecutionException, TimeoutException {
    enough = true;
    work.get(2, TimeUnit.MINUTES);
  }

  private Void work() throws InterruptedException {
    while (!enough || !pending.isEmpty()) {
      try (Stream stream = new Stream()) {
        pending.values().forEach(stream::push);
        boolean open = true;
        while (open && (!enough || !pending.isEmpty())) {
          pushMore(stream);
          open = settle(stream, stream.answers.poll(1, TimeUnit.SECONDS));
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return null;
  }

  private void pushMore(Stream stream) {
    while (!enough && pending.size() < AT_ONCE) {
      PushRequest request = profiles.next();
      pending.put(request.getProfileId(), request);
      stream.push(request);
      if (random.nextInt(ONE_IN) == 0) {
        stream.push(request);
      }
    }
  }

  /**
   * @return whether the stream is still open
   */
  private boolean settle(Stream stream, Object answer) throws InterruptedException {
    if (!(answer instanceof PushResponse response)) {
      return answer == null;
    }
    PushRequest request = pending.get(response.getProfileId());
    switch (response.getOutcomeCase()) {
      case STORED -> {
        if (request != null) {
          pending.remove(response.getProfileId());
          acknowledged.incrementAndGet();
        }
      }
      case RETRY_LATER -> {
        Thread.sleep(PAUSE_MILLIS);
        if (request != null) {
          stream.push(request);
        }
      }
      default -> throw new AssertionError(response);
    }
    return true;
  }

  private final class Stream implements AutoCloseable {
    /** Responses, and at the end a text. */
    private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();

    private final ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    private final StreamObserver<PushRequest> requests =
        ProfileIngestGrpc.newStub(channel).push(new Answers());

    void push(PushRequest request) {
      requests.onNext(request);
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
        answers.add(problem.toString());
      }

      @Override
      public void onCompleted() {
        answers.add("completed");
      }
    }
  }
}
