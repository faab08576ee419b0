package dev.cresset.exporter;

import static dev.cresset.exporter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.profile.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileExporterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path temporary;
  private final RecordingLog log = new RecordingLog();
  private FileExporter exporter;

  @AfterEach
  void close() {
    exporter.close(Duration.ZERO);
  }

  @Test
  void aProfileIsAFileNamedByServiceInstantAndFamily() throws IOException {
    Path directory = temporary.resolve("made/when/needed");
    Profile profile = Profiles.cpu();
    exporter = exporter(directory, "shop", c -> c);

    exporter.accept(profile);

    assertThat(exporter.flush(PATIENCE)).isTrue();
    assertThat(files(directory)).containsExactly("shop-20260301T120000.250Z-cpu.pb.gz");
    assertThat(directory.resolve("shop-20260301T120000.250Z-cpu.pb.gz"))
        .hasBinaryContent(new PprofEncoder().encode(profile));
    assertThat(exporter.counts().stored()).isEqualTo(1);
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aServicesNameCannotLeaveTheDirectory() throws IOException {
    exporter = exporter(temporary.resolve("in"), "../../Größe / shop\n", c -> c);

    exporter.accept(Profiles.cpu());

    assertThat(exporter.flush(PATIENCE)).isTrue();
    assertThat(files(temporary.resolve("in")))
        .containsExactly("__.._Gr__e___shop_-20260301T120000.250Z-cpu.pb.gz");
    assertThat(files(temporary)).containsExactly("in");
  }

  @Test
  void twoProcessesOfOneServiceInTheSameMillisecondBothGetAFile() throws IOException {
    FileExporter other = exporter(temporary, "shop", c -> c);
    exporter = exporter(temporary, "shop", c -> c);
    Profile first = Profiles.cpu();
    Profile second = Profiles.cpu();

    other.accept(first);
    assertThat(other.close(PATIENCE)).isTrue();
    exporter.accept(second);
    assertThat(exporter.flush(PATIENCE)).isTrue();

    assertThat(files(temporary))
        .containsExactlyInAnyOrder(
            "shop-20260301T120000.250Z-" + second.id().substring(0, 8) + "-cpu.pb.gz",
            "shop-20260301T120000.250Z-cpu.pb.gz");
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsSaidOnceAndTriedAgain() throws IOException {
    Path blocked = Files.writeString(temporary.resolve("blocked"), "a file, not a directory");
    exporter = exporter(blocked, "shop", c -> c.withRetryInterval(Duration.ofMillis(20)));
    exporter.accept(at(1));
    exporter.accept(at(2));
    eventually(() -> assertThat(exporter.counts().retried()).isGreaterThan(2));
    assertThat(exporter.counts().waiting()).isEqualTo(2);

    Files.delete(blocked);

    assertThat(exporter.flush(PATIENCE)).isTrue();
    assertThat(files(blocked)).hasSize(2);
    assertThat(exporter.counts().stored()).isEqualTo(2);
    eventually(() -> assertThat(log.lines()).hasSize(2));
    assertThat(log.lines().get(0))
        .startsWith("WARN Cannot write profiles to " + blocked + " (")
        .contains("make it a directory this process may write to");
    assertThat(log.lines().get(1)).startsWith("INFO Profiles are written to " + blocked);
  }

  @Test
  void whatFindsNoRoomMeanwhileIsTheOldestAndIsCounted() throws IOException {
    Path blocked = Files.writeString(temporary.resolve("blocked"), "a file, not a directory");
    exporter = exporter(blocked, "shop", c -> c.withSpool(2, 1 << 20));
    exporter.accept(at(1));
    // What is being written is none that waits.
    eventually(() -> assertThat(log.lines()).isNotEmpty());
    for (int second = 2; second <= 5; second++) {
      exporter.accept(at(second));
    }
    Files.delete(blocked);

    assertThat(exporter.flush(PATIENCE)).isTrue();

    assertThat(files(blocked))
        .containsExactly(
            "shop-19700101T000004.000Z-cpu.pb.gz", "shop-19700101T000005.000Z-cpu.pb.gz");
    assertThat(exporter.counts().accepted()).isEqualTo(5);
    assertThat(exporter.counts().stored()).isEqualTo(2);
    assertThat(exporter.counts().dropped()).isEqualTo(3);
  }

  @Test
  void closingWithAnUnwritableDirectoryEndsAtOnceAndCountsWhatIsLost() throws IOException {
    Path blocked = Files.writeString(temporary.resolve("blocked"), "a file, not a directory");
    exporter = exporter(blocked, "shop", c -> c);
    exporter.accept(at(1));

    assertThat(exporter.close(PATIENCE)).isFalse();

    assertThat(exporter.counts().dropped()).isEqualTo(1);
    assertThat(log.lines().getLast()).endsWith("are lost: 1.");
  }

  @Test
  void onlyTheNewestFilesOfTheServiceAreKept() throws IOException {
    Files.writeString(temporary.resolve("notes.txt"), "");
    Files.writeString(temporary.resolve("shop-2-19700101T000001.000Z-cpu.pb.gz"), "");
    Files.writeString(temporary.resolve("shop-by-hand-cpu.pb.gz"), "");
    exporter = exporter(temporary, "shop", c -> c.withKeep(3));
    for (int second = 1; second <= 9; second++) {
      exporter.accept(at(second));
    }

    assertThat(exporter.close(PATIENCE)).isTrue();

    assertThat(files(temporary))
        .containsExactly(
            "notes.txt",
            "shop-19700101T000007.000Z-cpu.pb.gz",
            "shop-19700101T000008.000Z-cpu.pb.gz",
            "shop-19700101T000009.000Z-cpu.pb.gz",
            "shop-2-19700101T000001.000Z-cpu.pb.gz",
            "shop-by-hand-cpu.pb.gz");
  }

  private FileExporter exporter(
      Path directory,
      String service,
      java.util.function.UnaryOperator<FileExporterConfig> settings) {
    return new FileExporter(
        settings.apply(new FileExporterConfig(directory)),
        new Resource(service, "", "", "", Map.of()),
        log);
  }

  private static Profile at(int second) {
    return Profile.builder(Family.CPU)
        .window(
            TimeUnit.SECONDS.toNanos(Instant.ofEpochSecond(second).getEpochSecond()),
            TimeUnit.SECONDS.toNanos(1))
        .build();
  }

  /** By name, hidden ones too. */
  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
