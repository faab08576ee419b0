package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.protocol.ingest.v1.ProfileIngestGrpc;
import dev.cresset.protocol.ingest.v1.PushRequest;
import dev.cresset.protocol.ingest.v1.PushResponse;
import dev.cresset.protocol.ingest.v1.Stored;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** gRPC works from within the agent's own class loader, whose libraries nobody else can see. */
class ShippingIT {
  private static final Pattern COUNTS =
      Pattern.compile("accepted=(?<accepted>\\d+) stored=(?<stored>\\d+) rejected=0 dropped=0 ");

  @TempDir private Path directory;

  private final List<PushRequest> pushes = new CopyOnWriteArrayList<>();
  private Server server;

  @BeforeEach
  void start() throws Exception {
    Programs.compile("Busy", directory);
    server =
        OkHttpServerBuilder.forPort(0, InsecureServerCredentials.create())
            .addService(new Ingest())
            .build()
            .start();
  }

  @AfterEach
  void stop() throws Exception {
    server.shutdownNow().awaitTermination();
  }

  @ParameterizedTest
  @MethodSource("dev.cresset.agent.shipped.Jdk#all")
  void everyFamilyArrivesWithWhoItIsOf(Jdk jdk) throws Exception {
    String collector = "http://localhost:" + server.getPort();

    Fork fork =
        new Fork(jdk, directory)
            .agent("period=1s,collector=" + collector + ",attributes=team=blue")
            .environment("OTEL_SERVICE_NAME", "busy")
            .environment("OTEL_RESOURCE_ATTRIBUTES", "service.version=2.0");
    Fork.Result result;
    try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
      result = busy.until(() -> pushes.size() >= 8, "8 pushes").finish().isUnharmed();
    }

    assertThat(result.warnings()).isEmpty();
    assertThat(pushes.stream().map(PushRequest::getFamily).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("cpu", "wall", "alloc", "lock");
    assertThat(pushes)
        .extracting(PushRequest::getProfileId)
        .doesNotHaveDuplicates()
        .hasSizeGreaterThanOrEqualTo(8);
    assertThat(pushes.getFirst().getResource())
        .satisfies(resource -> assertThat(resource.getService()).isEqualTo("busy"))
        .satisfies(resource -> assertThat(resource.getRelease()).isEqualTo("2.0"))
        .satisfies(
            resource -> assertThat(resource.getAttributesMap()).containsEntry("team", "blue"));
  }

  @Test
  void whatWaitsForOneCollectorGoesToAnotherThatIsNamedInstead() throws Exception {
    Fork fork =
        new Fork(Jdk.newest(), directory)
            .agent("service=busy,period=300ms,collector=http://localhost:1,log.level=debug")
            .jvm("-XX:+EnableDynamicAgentLoading");
    Fork.Result result;
    try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
      busy.untilItSays("WARN No profiles get to the collector");
      Thread.sleep(1000);
      assertThat(pushes).isEmpty();

      String collector = "collector=http://localhost:" + server.getPort();
      Tool.agent("reconfigure", busy.process().pid(), collector).succeeds();

      result = busy.until(() -> pushes.size() >= 16, "16 pushes").finish();
    }
    String ended =
        result.stderr().stream().filter(l -> l.contains("Stopped;")).findFirst().orElseThrow();
    Matcher counts = COUNTS.matcher(ended);
    assertThat(counts.find()).as(ended).isTrue();
    assertThat(counts.group("stored")).as(ended).isEqualTo(counts.group("accepted"));
    assertThat(pushes.stream().map(PushRequest::getProfileId).distinct())
        .hasSize(Integer.parseInt(counts.group("accepted")));
  }

  static Stream<String> deadCollectors() {
    return Stream.of("nobody listens", "nobody answers");
  }

  @ParameterizedTest
  @MethodSource("deadCollectors")
  void aDeadCollectorDoesNotKeepTheJvmFromEndingBySigterm(String how) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("localhost"))) {
      int port = how.equals("nobody listens") ? 1 : silent.getLocalPort();
      Fork fork =
          new Fork(Jdk.newest(), directory)
              .agent(
                  "service=busy,period=300ms,shutdown.timeout=2s,log.level=debug,"
                      + "collector=http://localhost:"
                      + port);
      try (Fork.Running busy = fork.start("-cp", ".", "Busy")) {
        busy.untilItSays("Profiling with");
        Thread.sleep(1000);
        // Not of the process itself, which would end its standard input as well.
        busy.process().toHandle().destroy();

        assertThat(busy.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(busy.process().exitValue()).as("by SIGTERM").isEqualTo(143);
        assertThat(Files.readString(busy.err()))
            .containsPattern("Stopped; profiles: accepted=[1-9]\\d* stored=0 ");
      }
    }
  }

  private final class Ingest extends ProfileIngestGrpc.ProfileIngestImplBase {
    @Override
    public StreamObserver<PushRequest> push(StreamObserver<PushResponse> answers) {
      return new StreamObserver<>() {
        @Override
        public void onNext(PushRequest push) {
          pushes.add(push);
          answers.onNext(
              PushResponse.newBuilder()
                  .setProfileId(push.getProfileId())
                  .setStored(Stored.getDefaultInstance())
                  .build());
        }

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {
          answers.onCompleted();
        }
      };
    }
  }
}
