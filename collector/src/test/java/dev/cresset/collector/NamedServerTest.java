package dev.cresset.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.query.ServiceSummary;
import dev.cresset.collector.store.TestClickHouse;
import dev.cresset.protocol.ingest.v1.PushRequest;
import dev.cresset.protocol.ingest.v1.PushResponse.OutcomeCase;
import dev.cresset.protocol.ingest.v1.Resource;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Collectors that are told of a ClickHouse server instead of starting an engine of their own. What
 * they are told of here is another process's engine, at its HTTP address.
 */
class NamedServerTest {
  @RegisterExtension static final TestClickHouse SERVER = new TestClickHouse();

  @Test
  void severalCollectorsShareAServerAndStoreAProfileOnce() throws Exception {
    try (Collector one = start();
        Collector other = start();
        PushClient agent = new PushClient(one.grpcPort());
        PushClient again = new PushClient(other.grpcPort())) {
      assertThat(one.enginePid()).isZero();
      PushRequest request = request();
      for (PushClient client : List.of(agent, again)) {
        client.push(request);
        assertThat(client.next().getOutcomeCase()).isEqualTo(OutcomeCase.STORED);
      }

      assertThat(SERVER.column("SELECT toString(value) FROM profiles FINAL"))
          .containsExactly("[20000000]");
      for (Collector collector : List.of(one, other)) {
        assertThat(collector.health()).isEqualTo(new Health(true, "ready"));
        assertThat(collector.queries().services())
            .singleElement()
            .extracting(ServiceSummary::service)
            .isEqualTo("shop");
      }
    }
  }

  @Test
  void saysWhatIsWrongWithTheServerInOneLine() {
    assertThatThrownBy(() -> start("storage.password", "wrong"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("storage.url")
        .hasMessageContaining("Authentication failed");
    assertThatThrownBy(() -> start("storage.url", "jdbc:ch://127.0.0.1:1/default"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("storage.url");
  }

  private static Collector start(String... setting) throws Exception {
    Properties login = SERVER.engine().properties();
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "grpc.port",
                "0",
                "storage.url",
                SERVER.engine().url() + "?compress=" + login.getProperty("compress"),
                "storage.user",
                login.getProperty("user"),
                "storage.password",
                login.getProperty("password")));
    if (setting.length > 0) {
      settings.put(setting[0], setting[1]);
    }
    return Collector.start(CollectorConfig.of(settings));
  }

  private static PushRequest request() {
    byte[] pprof =
        PprofBuilder.cpu(Instant.now().minusSeconds(60))
            .sample(List.of("shop.Cart.total", "shop.Main.main"), List.of(2L, 20_000_000L))
            .gzipped();
    return PushRequest.newBuilder()
        .setProfileId("p-1")
        .setResource(Resource.newBuilder().setService("shop").setRelease("1.0").setInstance("a"))
        .setFamily("cpu")
        .setPprof(ByteString.copyFrom(pprof))
        .build();
  }
}
