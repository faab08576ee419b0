package dev.cresset.collector.ingest;

import dev.cresset.protocol.ingest.v1.ProfileIngestGrpc;
import dev.cresset.protocol.ingest.v1.PushRequest;
import dev.cresset.protocol.ingest.v1.PushResponse;
import dev.cresset.protocol.ingest.v1.Rejected;
import dev.cresset.protocol.ingest.v1.Resource;
import dev.cresset.protocol.ingest.v1.RetryLater;
import dev.cresset.protocol.ingest.v1.Stored;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where agents push: translates between the wire and {@link ProfileIngest}. */
public final class GrpcIngest extends ProfileIngestGrpc.ProfileIngestImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcIngest.class);

  /** For what is nobody's fault but ours. */
  private static final long RETRY_MILLIS = 30_000;

  private final ProfileIngest ingest;
  private final Executor executor;
  private final Set<PushStream> streams = ConcurrentHashMap.newKeySet();

  /**
   * @param executor may be blocked for long: of virtual threads, say
   */
  public GrpcIngest(ProfileIngest ingest, Executor executor) {
    this.ingest = ingest;
    this.executor = executor;
  }

  @Override
  public StreamObserver<PushRequest> push(StreamObserver<PushResponse> responses) {
    PushStream stream =
        new PushStream(
            (ServerCallStreamObserver<PushResponse>) responses,
            executor,
            this::outcome,
            streams::remove);
    streams.add(stream);
    stream.open();
    return stream;
  }

  /** Ends all streams as soon as what was taken from them is answered; agents will reconnect. */
  void endStreams() {
    streams.forEach(PushStream::end);
  }

  private PushResponse outcome(PushRequest request) {
    PushResponse.Builder response = PushResponse.newBuilder().setProfileId(request.getProfileId());
    try {
      ingest.store(incoming(request));
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
      LOG.error("Profile {} could not be taken in", request.getProfileId(), e);
      response.setRetryLater(retry(RETRY_MILLIS, "The collector failed: see its log"));
    }
    return response.build();
  }

  private static RetryLater retry(long millis, String reason) {
    return RetryLater.newBuilder().setDelayMillis(millis).setReason(reason).build();
  }

  private static IncomingProfile incoming(PushRequest request) {
    Resource resource = request.getResource();
    return new IncomingProfile(
        request.getProfileId(),
        new Origin(
            resource.getService(),
            resource.getRelease(),
            resource.getEnvironment(),
            resource.getInstance(),
            resource.getAttributesMap()),
        request.getFamily(),
        request.getPprof().toByteArray());
  }
}
