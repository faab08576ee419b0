package dev.cresset.systemtests;

import static dev.cresset.systemtests.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of profiles when the server is not there. {@link KillIT} has one that dies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageIT {
  private static final String PROGRAM = "com.example.workload.KnownCosts";
  private static final String FOR_LONG = "300";

  @TempDir static Path serverDirectory;
  @TempDir Path directory;
  private CressetServer server;

  @BeforeAll
  void start() throws Exception {
    server = new CressetServer(serverDirectory).start();
  }

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void nothingIsLostOfAnApplicationThatStartedBeforeTheServer() throws Exception {
    server.stop();
    // At a rate that had to slow down, some seconds of waiting would be a few samples.
    try (Application application = application("early", "period=1s,overhead.budget=off")) {
      eventually(() ->
          assertThat(application.err())
              .anyMatch(line -> line.contains("WARN No profiles get to the collector")));
      server.start();
      awaitRecovery(application);
      end(application);

      Counts counts = Counts.of(application);
      assertThat(counts.accepted()).isGreaterThan(8);
      assertThat(counts.stored()).isEqualTo(counts.accepted());
      Map<String, Long> truths = application.truths();
      Top wall = server.api().top("early", "wall");
      assertThat((double) wall.total(PROGRAM + "$Waiter.waiting"))
          .isCloseTo(truths.get("wall.waiting"), Percentage.withPercentage(15));
    }
  }

  @Test
  void whatTheSpoolCannotHoldIsCountedAndTheRestArrives() throws Exception {
    server.stop();
    try (Application application = application("overflow", "period=100ms,spool.bytes=64k")) {
      eventually(() ->
          assertThat(application.err())
              .anyMatch(line -> line.contains("the oldest are dropped and counted")));
      server.start();
      awaitRecovery(application);
      end(application);

      Counts counts = Counts.of(application);
      assertThat(counts.dropped()).isPositive();
      assertThat(counts.stored()).isPositive();
      assertThat(counts.stored() + counts.dropped()).isEqualTo(counts.accepted());
      // What had to give way while it was on its way may have arrived, which the agent cannot know.
      assertThat(server.api().metric("cresset_ingest_stored_total"))
          .isBetween(counts.stored(), counts.accepted());
    }
  }

  private Application application(String service, String options) throws Exception {
    Path begin = directory.resolve("begin");
    Application application =
        Application.start(
            Jdk.current(),
            directory,
            "service=%s,release=1,collector=%s,log.level=debug,%s"
                .formatted(service, server.collector(), options),
            "KnownCosts",
            FOR_LONG,
            end().toString(),
            "0",
            begin.toString());
    application.awaitProfiling();
    Files.createFile(begin);
    return application;
  }

  private static void awaitRecovery(Application application) {
    eventually(() ->
        assertThat(application.err())
            .anyMatch(line -> line.contains(" takes profiles again, after ")));
  }

  private void end(Application application) throws Exception {
    Files.createFile(end());
    application.awaitSuccess();
  }

  private Path end() {
    return directory.resolve("end");
  }

  /** What the agent says at its end. */
  private record Counts(long accepted, long stored, long dropped) {
    private static final Pattern LINE =
        Pattern.compile(".*accepted=(\\d+) stored=(\\d+) rejected=0 dropped=(\\d+) .*");

    static Counts of(Application application) {
      return application.err().stream()
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .map(found ->
              new Counts(
                  Long.parseLong(found.group(1)),
                  Long.parseLong(found.group(2)),
                  Long.parseLong(found.group(3))))
          .findFirst()
          .orElseThrow(() -> new AssertionError(String.join("\n", application.err())));
    }
  }
}
