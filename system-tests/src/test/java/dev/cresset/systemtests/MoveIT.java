package dev.cresset.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.exporter.PprofEncoder;
import dev.cresset.profile.Family;
import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.StackTrace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./cresset move}, as somebody types it. */
class MoveIT {
  @TempDir Path directory;

  @Test
  void theLauncherMovesWhatAServerLeftToTheServerThatItIsTold() throws Exception {
    try (CressetServer server = new CressetServer(directory).start()) {
      assertThat(server.api().post("profiles?service=moved&release=1", profile())).isEqualTo(200);
    }
    try (StoredTables there = StoredTables.in(directory.resolve("there"));
        BuiltTree tree = BuiltTree.in(directory.resolve("tree"))) {
      Path settings = Files.write(directory.resolve("new.properties"), there.settings());

      List<String> said = move(tree, settings);

      assertThat(said)
          .contains("profiles: 1 rows copied, all there")
          .endsWith("Everything is there: the folder can be deleted.");
      assertThat(there.column("SELECT toString((service, release, value, samples)) FROM samples"))
          .containsExactly("('moved','1',70000000,7)");
      assertThat(there.column("SELECT function FROM functions")).containsExactly("a.B.c");
    }
  }

  private List<String> move(BuiltTree tree, Path settings) throws Exception {
    List<String> command =
        List.of(
            tree.launcher(),
            "move",
            "--from",
            directory.resolve("data").toString(),
            "--config",
            settings.toString());
    try (Child launcher = Child.start(directory, "move", command)) {
      launcher.awaitSuccess();
      return launcher.out();
    }
  }

  private static byte[] profile() {
    Instant start = Instant.now().minus(Duration.ofHours(2));
    return new PprofEncoder()
        .encode(
            Profile.builder(Family.CPU)
                .window(
                    TimeUnit.SECONDS.toNanos(start.getEpochSecond()), TimeUnit.SECONDS.toNanos(10))
                .add(
                    StackTrace.of(Frame.java("a.B", "c", "B.java", 7, FrameKind.JAVA)),
                    Labels.EMPTY,
                    7,
                    70_000_000)
                .build());
  }
}
