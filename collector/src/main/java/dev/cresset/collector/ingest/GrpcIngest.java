package dev.cresset.collector.ingest;

import dev.cresset.protocol.ingest.v1.ProfileIngestGrpc;
import dev.cresset.protocol.ingest.v1.PushResponse;
import dev.cresset.protocol.ingest.v1.Rejected;
import dev.cresset.protocol.ingest.v1.RetryLater;
import dev.cresset.protocol.ingest.v1.Stored;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where agents push: translates between the wire and {@link ProfileIngest}. */
public final class GrpcIngest implements BindableService {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcIngest.class);

  /** For what is nobody's fault but ours. */
  private static final long RETRY_MILLIS = 30_000;

  private final ProfileIngest ingest;
  private final IngestLimits limits;
  private final WireBytes wireBytes;
  private final Executor executor;
  private final Set<PushStream> streams = ConcurrentHashMap.newKeySet();

  /**
   * @param executor may be blocked for long: of virtual threads, say
   */
  public GrpcIngest(
      ProfileIngest ingest, IngestLimits limits, Executor executor, PrometheusRegistry registry) {
    this.ingest = ingest;
    this.limits = limits;
    this.wireBytes = new WireBytes(limits.arriving());
    this.executor = executor;
    IngestMetrics.watch(wireBytes, registry);
  }

  @Override
  public ServerServiceDefinition bindService() {
    MethodDescriptor<InputStream, PushResponse> push =
        ProfileIngestGrpc.getPushMethod().toBuilder(
                new AsItComes(), ProfileIngestGrpc.getPushMethod().getResponseMarshaller())
            .build();
    return ServerServiceDefinition.builder(ProfileIngestGrpc.SERVICE_NAME)
        .addMethod(push, ServerCalls.asyncBidiStreamingCall(this::push))
        .build();
  }

  WireBytes wireBytes() {
    return wireBytes;
  }

  /** The most bytes of a message; what is wrong with a profile that is too large can be said. */
  int maxMessage() {
    long twice = 2 * limits.profile().size().maximum();
    return (int) Math.min(Integer.MAX_VALUE, Math.min(twice, limits.arriving().maximum()));
  }

  private StreamObserver<InputStream> push(StreamObserver<PushResponse> responses) {
    PushStream stream =
        new PushStream(
            (ServerCallStreamObserver<PushResponse>) responses,
            WireBytes.current(),
            executor,
            this::take,
            streams::remove);
    streams.add(stream);
    stream.open();
    return stream;
  }

  /** Ends all streams as soon as what was taken from them is answered; agents will reconnect. */
  void endStreams() {
    streams.forEach(PushStream::end);
  }

  private Supplier<PushResponse> take(InputStream message) {
    Arrival arrival = ingest.arrival();
    PushReader reader = new PushReader(message, arrival, limits.attributes().maximum());
    try {
      reader.read();
    } catch (RuntimeException | Error e) {
      arrival.close();
      throw e;
    }
    return () -> outcome(reader, arrival);
  }

  private PushResponse outcome(PushReader read, Arrival arrival) {
    PushResponse.Builder response = PushResponse.newBuilder().setProfileId(read.profileId());
    try (arrival) {
      arrival.store(read.profile());
      response.setStored(Stored.getDefaultInstance());
    } catch (RejectedProfileException e) {
      response.setRejected(
          Rejected.newBuilder()
              .setMessage(e.getMessage())
              .setLimit(e.limit())
              .setValue(e.value())
              .setMaximum(e.maximum()));
    } catch (OverloadedException e) {
      response.setRetryLater(retry(e.retryAfter().toMillis(), e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      response.setRetryLater(retry(RETRY_MILLIS, "The collector is shutting down"));
    } catch (RuntimeException | Error e) {
      // Without an answer the stream would wait for ever.
      LOG.error("Profile {} could not be taken in", read.profileId(), e);
      response.setRetryLater(retry(RETRY_MILLIS, "The collector failed: see its log"));
    }
    return response.build();
  }

  private static RetryLater retry(long millis, String reason) {
    return RetryLater.newBuilder().setDelayMillis(millis).setReason(reason).build();
  }

  /** Leaves a message as the bytes it is, to be read where they are counted. */
  private static final class AsItComes implements MethodDescriptor.Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream message) {
      return message;
    }

    @Override
    public InputStream parse(InputStream message) {
      return message;
    }
  }
}
