package dev.cresset.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Profile;
import dev.cresset.profile.Resource;
import dev.cresset.protocol.ingest.v1.PushRequest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShipperTest {
  private static final Resource SHOP =
      new Resource("shop", "1.4.2", "production", "host-1:77", Map.of("zone", "eu-1"));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RecordingLog log = new RecordingLog();
  private Collector collector;
  private Shipper shipper;

  @BeforeEach
  void startCollector() throws Exception {
    collector = Collector.start();
    shipper = new Shipper(config(), SHOP, log);
  }

  @AfterEach
  void stop() throws Exception {
    shipper.close(Duration.ZERO);
    collector.close();
  }

  @Test
  void aProfileArrivesWithItsIdResourceFamilyAndBytes() {
    Profile profile = Profiles.cpu();

    shipper.accept(profile);

    assertThat(shipper.flush(PATIENCE)).isTrue();
    PushRequest push = collector.received().getFirst();
    assertThat(push.getProfileId()).isEqualTo(profile.id());
    assertThat(push.getFamily()).isEqualTo("cpu");
    assertThat(push.getPprof().toByteArray()).isEqualTo(new PprofEncoder().encode(profile));
    assertThat(push.getResource().getService()).isEqualTo("shop");
    assertThat(push.getResource().getRelease()).isEqualTo("1.4.2");
    assertThat(push.getResource().getEnvironment()).isEqualTo("production");
    assertThat(push.getResource().getInstance()).isEqualTo("host-1:77");
    assertThat(push.getResource().getAttributesMap()).containsExactly(Map.entry("zone", "eu-1"));
    assertThat(shipper.counts().stored()).isEqualTo(1);
    assertThat(log.lines()).isEmpty();
  }

  private ShipperConfig config() {
    return ShipperConfig.to(collector.address())
        .withBackoff(Duration.ofMillis(20), Duration.ofMillis(200));
  }
}
