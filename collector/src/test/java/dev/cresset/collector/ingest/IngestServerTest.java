package dev.cresset.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.collector.PushClient;
import dev.cresset.collector.connections.ConnectionLimit;
import dev.cresset.collector.pprof.Limit;
import dev.cresset.collector.pprof.PprofLimits;
import dev.cresset.protocol.ingest.v1.PushRequest;
import io.grpc.ConnectivityState;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class IngestServerTest {
  private static final Limit ANY = new Limit("any", 1 << 20);
  private static final IngestLimits LIMITS =
      new IngestLimits(
          new PprofLimits(ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY),
          ANY,
          ANY,
          ANY,
          ANY,
          new DailyLimits(ANY, ANY, ANY, ANY, new NameLimits(ANY, ANY, ANY, ANY, ANY)));

  /** The shortest that gRPC takes. */
  private static final Duration IDLE = Duration.ofSeconds(1);

  @Test
  void aConnectionWithoutAStreamEndsAfterAWhileAndOneWithAStreamStays() throws Exception {
    PrometheusRegistry registry = new PrometheusRegistry();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        IngestServer server =
            IngestServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new GrpcIngest(Refusing::new, LIMITS, executor, registry),
                executor,
                new ConnectionLimit(ANY, registry).port("grpc"),
                IDLE);
        PushClient open = new PushClient(server.port());
        PushClient over = new PushClient(server.port())) {
      assertAnswers(open);
      assertAnswers(over);
      over.complete();
      assertThat(over.end()).isNull();

      over.awaitState(ConnectivityState.IDLE);

      assertAnswers(open);
      assertThat(open.state()).isEqualTo(ConnectivityState.READY);
    }
  }

  private static void assertAnswers(PushClient client) throws InterruptedException {
    client.push(PushRequest.newBuilder().setProfileId("p").build());
    assertThat(client.next().getRejected().getMessage()).isEqualTo("refused");
  }

  /** Takes nothing: this is about connections. */
  private static final class Refusing implements Arrival {
    @Override
    public void hold(long bytes) {}

    @Override
    public String store(IncomingProfile profile) throws RejectedProfileException {
      throw new RejectedProfileException("refused");
    }

    @Override
    public void close() {}
  }
}
