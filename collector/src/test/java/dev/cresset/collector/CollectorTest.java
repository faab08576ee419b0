package dev.cresset.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.store.TestClickHouse;
import dev.cresset.protocol.ingest.v1.PushRequest;
import dev.cresset.protocol.ingest.v1.PushResponse;
import dev.cresset.protocol.ingest.v1.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorTest {
  @TempDir Path data;
  private Collector collector;

  @BeforeEach
  void start() throws IOException {
    collector = Collector.start(config(data));
  }

  @AfterEach
  void stop() {
    collector.close();
  }

  @Test
  void acknowledgesAProfileThatAnAgentPushes() throws Exception {
    try (PushClient agent = new PushClient(collector.grpcPort())) {
      agent.push(request("p-1"));

      assertThat(agent.next().getOutcomeCase()).isEqualTo(PushResponse.OutcomeCase.STORED);
    }
    assertThat(collector.health()).isEqualTo(new Health(true, "ready"));
  }

  static CollectorConfig config(Path data) {
    return CollectorConfig.of(
        Map.of(
            "data",
            data.toString(),
            "grpc.port",
            "0",
            "http.port",
            "0",
            "storage.embedded.library",
            TestClickHouse.library().toString()));
  }

  private static PushRequest request(String id) {
    byte[] pprof =
        PprofBuilder.cpu(Instant.now())
            .sample(List.of("shop.Cart.total", "shop.Main.main"), List.of(2L, 20_000_000L))
            .gzipped();
    return PushRequest.newBuilder()
        .setProfileId(id)
        .setResource(Resource.newBuilder().setService("shop").setRelease("1.0").setInstance("a"))
        .setFamily("cpu")
        .setPprof(ByteString.copyFrom(pprof))
        .build();
  }
}
