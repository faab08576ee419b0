package dev.cresset.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.exporter.ExportLog;
import dev.cresset.exporter.PprofEncoder;
import dev.cresset.exporter.Shipper;
import dev.cresset.exporter.ShipperConfig;
import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.Resource;
import dev.cresset.profile.StackTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** However often a profile arrives, it counts once. */
@ExtendWith(SharedServer.class)
class ExactlyOnceIT {
  private static final long CPU_NANOS = 70_000_000;

  @Test
  void aProfilePushedAgainUnderItsIdCountsOnce(CressetServer server) {
    Profile profile = profile();
    Profile another = profile();

    push(server, "pushed-twice", profile, another);
    push(server, "pushed-twice", profile);
    push(server, "pushed-twice", profile);

    Top top = server.api().top("pushed-twice", "cpu");
    assertThat(top.total()).isEqualTo(2 * CPU_NANOS);
    assertThat(top.total("a.B.c")).isEqualTo(2 * CPU_NANOS);
  }

  @Test
  void aFileUploadedAgainCountsOnce(CressetServer server) {
    byte[] file = new PprofEncoder().encode(profile());
    String path = "profiles?service=uploaded-twice&release=1";

    assertThat(server.api().post(path, file)).isEqualTo(200);
    assertThat(server.api().post(path, file)).isEqualTo(200);

    assertThat(server.api().top("uploaded-twice", "cpu").total()).isEqualTo(CPU_NANOS);
  }

  private static void push(CressetServer server, String service, Profile... profiles) {
    Shipper shipper =
        new Shipper(
            ShipperConfig.to(server.collector()),
            new Resource(service, "1", "", "", Map.of()),
            new Refusing());
    for (Profile profile : profiles) {
      shipper.accept(profile);
    }
    assertThat(shipper.close(Duration.ofMinutes(1))).isTrue();
    assertThat(shipper.counts().stored()).isEqualTo(profiles.length);
  }

  private static Profile profile() {
    Instant start = Instant.now().minusSeconds(30);
    return Profile.builder(Family.CPU)
        .window(
            TimeUnit.SECONDS.toNanos(start.getEpochSecond()) + start.getNano(),
            TimeUnit.SECONDS.toNanos(10))
        .add(
            StackTrace.of(Frame.java("a.B", "c", "B.java", 7, FrameKind.JAVA)),
            Labels.EMPTY,
            7,
            CPU_NANOS)
        .build();
  }

  /** Nothing may go wrong on the way. */
  private static final class Refusing implements ExportLog {
    @Override
    public void info(String line) {
      throw new AssertionError(line);
    }

    @Override
    public void warn(String line) {
      throw new AssertionError(line);
    }
  }
}
