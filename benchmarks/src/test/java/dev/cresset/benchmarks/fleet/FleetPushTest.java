package dev.cresset.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.protocol.ingest.v1.PushRequest;
import dev.cresset.protocol.pprof.Profile;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class FleetPushTest {
  private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

  private final Fleet fleet = new Fleet(FleetPlan.of(10, BEGIN));
  private final FleetWindow window = fleet.window(FleetFamily.ALLOC, 3, BEGIN);

  @Test
  void aMessageIsTheWindowUnderAnotherNameAndOfAnotherTime() throws Exception {
    Instant later = BEGIN.plusSeconds(12_345);

    byte[] message = new FleetPush(fleet, window).message("p-1", "shop-2", "host-7", later);

    PushRequest request = PushRequest.parseFrom(message);
    assertThat(request.getProfileId()).isEqualTo("p-1");
    assertThat(request.getFamily()).isEqualTo("alloc");
    assertThat(request.getResource().getService()).isEqualTo("shop-2");
    assertThat(request.getResource().getInstance()).isEqualTo("host-7");
    byte[] pprof =
        new GZIPInputStream(new ByteArrayInputStream(request.getPprof().toByteArray()))
            .readAllBytes();
    assertThat(Profile.parseFrom(pprof))
        .isEqualTo(
            Profile.parseFrom(FleetPprof.of(fleet, window)).toBuilder()
                .setTimeNanos(later.toEpochMilli() * 1_000_000)
                .build());
  }
}
