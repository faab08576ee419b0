package dev.cresset.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.store.TestClickHouse;
import dev.cresset.protocol.ingest.v1.PushRequest;
import dev.cresset.protocol.ingest.v1.PushResponse;
import dev.cresset.protocol.ingest.v1.PushResponse.OutcomeCase;
import dev.cresset.protocol.ingest.v1.Resource;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole collector with the real engine, as agents see it. */
class CollectorTest {
  private static final Instant START = Instant.now().minusSeconds(60);

  @TempDir Path data;

  @Test
  void storesAProfileOnceHoweverOftenItIsPushed() throws Exception {
    try (Collector collector = start();
        PushClient agent = new PushClient(collector.grpcPort())) {
      for (int i = 0; i < 3; i++) {
        agent.push(request("p-1", cpu("shop.Cart.total")));
        assertThat(agent.next().getOutcomeCase()).isEqualTo(OutcomeCase.STORED);
      }

      assertThat(query(collector, "SELECT toString(count()) FROM profiles FINAL")).isEqualTo("1");
      assertThat(
              query(
                  collector,
                  "SELECT toString((service, type, value, samples)) FROM profiles FINAL"))
          .isEqualTo("('shop','cpu',[20000000],[2])");
      assertThat(collector.health()).isEqualTo(new Health(true, "ready"));
    }
  }

  @Test
  void isReadyThoughAllItsConnectionsForQueriesAreBusy() throws Exception {
    try (Collector collector = start("storage.query-connections", "1");
        Connection busy = collector.clickHouse().connection()) {
      assertThat(collector.health()).isEqualTo(new Health(true, "ready"));
      assertThat(busy.isClosed()).isFalse();
    }
  }

  @Test
  void keepsWhatItAcknowledgedOverARestart() throws Exception {
    try (Collector collector = start();
        PushClient agent = new PushClient(collector.grpcPort())) {
      agent.push(request("p-1", cpu("shop.Cart.total")));
      agent.next();
    }
    try (Collector collector = start()) {
      assertThat(stacksOfAllProfiles(collector)).isEqualTo("['shop.Cart.total','shop.Main.main']");
    }
  }

  @Test
  void losesNothingAcknowledgedAndDoublesNothingWhenTheEngineIsKilledAgainAndAgain()
      throws Exception {
    int profiles = 300;
    try (Collector collector = start();
        PushClient agent = new PushClient(collector.grpcPort())) {
      Map<String, PushRequest> pending = new HashMap<>();
      for (int i = 0; i < profiles; i++) {
        pending.put("p-" + i, request("p-" + i, cpu("shop.Cart.total" + i)));
      }
      Map<String, PushRequest> all = Map.copyOf(pending);
      pending.values().forEach(agent::push);
      int kills = 0;
      int delayed = 0;
      while (!pending.isEmpty()) {
        PushResponse response = agent.next();
        String id = response.getProfileId();
        if (response.getOutcomeCase() == OutcomeCase.STORED) {
          pending.remove(id);
        } else {
          assertThat(response.getOutcomeCase()).isEqualTo(OutcomeCase.RETRY_LATER);
          delayed++;
          agent.push(all.get(id));
        }
        if (kills < 2 && pending.size() < profiles - 100 * kills && collector.enginePid() != 0) {
          new ProcessBuilder("kill", "-KILL", "" + collector.enginePid()).start().waitFor();
          kills++;
        }
      }

      assertThat(kills).isEqualTo(2);
      assertThat(
              query(
                  collector,
                  "SELECT toString((count(), uniqExact(profile_id))) FROM profiles FINAL"))
          .isEqualTo("(300,300)");
      assertThat(
              query(
                  collector,
                  "SELECT toString(count()) FROM"
                      + " (SELECT dictionary, arrayJoin(number) AS number FROM profiles)"
                      + " WHERE (dictionary, number) NOT IN (SELECT dictionary, number FROM numbers"
                      + " WHERE stack IN (SELECT id FROM stacks))"))
          .isEqualTo("0");
      assertThat(counter(collector, "cresset_ingest_stored")).isEqualTo(profiles);
      assertThat(counter(collector, "cresset_ingest_delayed")).isEqualTo(delayed);
      assertThat(counter(collector, "cresset_ingest_received")).isEqualTo(profiles + delayed);
      assertThat(counter(collector, "cresset_engine_restarts")).isEqualTo(kills);
    }
  }

  @Test
  void rejectsWhatItWillNeverTakeAndTakesTheRest() throws Exception {
    try (Collector collector = start("ingest.max-samples", "10");
        PushClient agent = new PushClient(collector.grpcPort())) {
      byte[] good = cpu("shop.Cart.total");
      assertThat(rejection(agent, request("p-1", "no profile".getBytes(StandardCharsets.UTF_8))))
          .contains("This is no pprof profile");
      assertThat(rejection(agent, request("p-2", Arrays.copyOf(good, good.length - 9))))
          .contains("cannot be unpacked");
      assertThat(rejection(agent, request("p-3", PprofBuilder.gzip(new byte[100 << 20]))))
          .contains("ingest.max-uncompressed-size");
      assertThat(rejection(agent, request("", good))).contains("has no id");
      assertThat(rejection(agent, request("p-4", good).toBuilder().clearResource().build()))
          .contains("names no service");
      assertThat(
              rejection(
                  agent,
                  request(
                      "p-5",
                      PprofBuilder.cpu(Instant.now().minus(Duration.ofDays(31)))
                          .sample(List.of("a.B.c"), List.of(1L, 1L))
                          .gzipped())))
          .contains("storage.retention-days");

      PprofBuilder many = PprofBuilder.cpu(START);
      IntStream.range(0, 11).forEach(i -> many.sample(List.of("a.B.c" + i), List.of(1L, 1L)));
      agent.push(request("p-6", many.gzipped()));
      PushResponse response = agent.next();
      assertThat(response.getRejected().getLimit()).isEqualTo("ingest.max-samples");
      assertThat(response.getRejected().getValue()).isEqualTo(11);
      assertThat(response.getRejected().getMaximum()).isEqualTo(10);

      agent.push(request("p-7", good));
      assertThat(agent.next().getOutcomeCase()).isEqualTo(OutcomeCase.STORED);
      assertThat(query(collector, "SELECT toString(groupArray(profile_id)) FROM profiles"))
          .isEqualTo("['p-7']");
      assertThat(counter(collector, "cresset_ingest_rejected")).isEqualTo(7);
    }
  }

  @Test
  void asksToComeBackWhenTooMuchIsOnItsWayIn() throws Exception {
    try (Collector collector = start("ingest.max-in-flight", "3m");
        PushClient agent = new PushClient(collector.grpcPort())) {
      PprofBuilder large = PprofBuilder.cpu(START);
      IntStream.range(0, 1500)
          .forEach(i -> large.sample(List.of("shop.Cart.total" + i), List.of(1L, 1L)));
      Map<String, PushRequest> pending = new HashMap<>();
      for (int i = 0; i < 12; i++) {
        pending.put("p-" + i, request("p-" + i, large.gzipped()));
      }
      Map<String, PushRequest> all = Map.copyOf(pending);
      pending.values().forEach(agent::push);
      Set<OutcomeCase> outcomes = new HashSet<>();
      while (!pending.isEmpty()) {
        PushResponse response = agent.next();
        outcomes.add(response.getOutcomeCase());
        if (response.getOutcomeCase() == OutcomeCase.STORED) {
          pending.remove(response.getProfileId());
        } else {
          assertThat(response.getRetryLater().getReason()).contains("ingest.max-in-flight");
          assertThat(response.getRetryLater().getDelayMillis()).isPositive();
          agent.push(all.get(response.getProfileId()));
        }
      }

      assertThat(outcomes).containsExactlyInAnyOrder(OutcomeCase.STORED, OutcomeCase.RETRY_LATER);
      assertThat(query(collector, "SELECT toString(uniqExact(profile_id)) FROM profiles"))
          .isEqualTo("12");
    }
  }

  @Test
  void keepsHostileNamesAsTheyAre() throws Exception {
    String hostile = "'; DROP TABLE profiles; --\u0000\"\\ <script>💥\n\t";
    String longest = "x".repeat(65_536);
    String longestName = "r".repeat(1024);
    byte[] pprof =
        PprofBuilder.cpu(START)
            .sample(List.of(hostile, longest), List.of(1L, 1L), hostile, longest)
            .gzipped();
    try (Collector collector = start();
        PushClient agent = new PushClient(collector.grpcPort())) {
      agent.push(
          request("p-1", pprof).toBuilder()
              .setResource(
                  Resource.newBuilder()
                      .setService(hostile)
                      .setRelease(longestName)
                      .putAttributes(hostile, hostile))
              .build());
      assertThat(agent.next().getOutcomeCase()).isEqualTo(OutcomeCase.STORED);

      assertThat(query(collector, "SELECT service FROM profiles")).isEqualTo(hostile);
      assertThat(query(collector, "SELECT release FROM profiles")).isEqualTo(longestName);
      assertThat(query(collector, "SELECT mapValues(attributes)[1] FROM profiles"))
          .isEqualTo(hostile);
      assertThat(query(collector, "SELECT function FROM frames WHERE length(function) < 100"))
          .isEqualTo(hostile);
      assertThat(query(collector, "SELECT function FROM frames WHERE length(function) > 100"))
          .isEqualTo(longest);
      assertThat(query(collector, "SELECT mapKeys(labels)[1] FROM label_sets")).isEqualTo(hostile);
    }
  }

  @Test
  void answersWhatItTookAndEndsTheStreamsWhenItStops() throws Exception {
    Collector collector = start();
    try (PushClient agent = new PushClient(collector.grpcPort())) {
      agent.push(request("p-1", cpu("shop.Cart.total")));
      assertThat(agent.next().getOutcomeCase()).isEqualTo(OutcomeCase.STORED);

      collector.close();

      assertThat(agent.end()).isNull();
    }
    assertThat(collector.health().ready()).isFalse();
  }

  @Test
  void storesARowForEachTypeOfAForeignProfile() throws Exception {
    byte[] heap =
        new PprofBuilder(START, "alloc_objects", "count", "alloc_space", "bytes")
            .sample(List.of("main.f"), List.of(0L, 64L))
            .sample(List.of("main.g"), List.of(2L, 128L))
            .bytes();
    try (Collector collector = start();
        PushClient agent = new PushClient(collector.grpcPort())) {
      agent.push(request("p-1", heap));
      assertThat(agent.next().getOutcomeCase()).isEqualTo(OutcomeCase.STORED);

      assertThat(
              query(
                  collector,
                  "SELECT toString(groupArray((type, unit, length(value), arraySum(value)))) FROM"
                      + " (SELECT * FROM profiles ORDER BY type)"))
          .isEqualTo("[('alloc_objects','count',1,2),('alloc_space','bytes',2,192)]");
    }
  }

  @Test
  void changesTheRetentionOfTablesThatAreThere() throws Exception {
    start().close();
    try (Collector collector = start("storage.retention-days", "7")) {
      assertThat(
              query(
                  collector,
                  "SELECT create_table_query FROM system.tables WHERE name = 'profiles'"))
          .contains("TTL toDateTime(start) + toIntervalDay(7)");
    }
  }

  @Test
  void saysInOneLineWhichFolderIsFromBeforeTheFirstRelease() throws Exception {
    try (Collector collector = start()) {
      try (Connection connection = collector.clickHouse().connection();
          Statement statement = connection.createStatement()) {
        statement.execute("DROP TABLE profiles");
        statement.execute(
            "CREATE TABLE profiles (stack_id Array(Int64)) ENGINE = MergeTree ORDER BY tuple()");
      }
    }

    assertThatThrownBy(() -> start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in " + data)
        .hasMessageContaining("before its first release")
        .hasMessageNotContaining("\n");
  }

  @Test
  void saysInOneLineWhichPortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThatThrownBy(() -> start("grpc.port", "" + taken.getLocalPort()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("grpc.port");
    }
    start().close();
  }

  private Collector start(String... settings) throws IOException {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "data",
                data.toString(),
                "grpc.port",
                "0",
                "storage.embedded.library",
                TestClickHouse.library().toString()));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return Collector.start(CollectorConfig.of(all));
  }

  private static byte[] cpu(String leaf) {
    return PprofBuilder.cpu(START)
        .sample(List.of(leaf, "shop.Main.main"), List.of(2L, 20_000_000L))
        .gzipped();
  }

  private static PushRequest request(String id, byte[] pprof) {
    return PushRequest.newBuilder()
        .setProfileId(id)
        .setResource(Resource.newBuilder().setService("shop").setRelease("1.0").setInstance("a"))
        .setFamily("cpu")
        .setPprof(ByteString.copyFrom(pprof))
        .build();
  }

  private static String rejection(PushClient agent, PushRequest request)
      throws InterruptedException {
    agent.push(request);
    PushResponse response = agent.next();
    assertThat(response.getOutcomeCase()).isEqualTo(OutcomeCase.REJECTED);
    assertThat(response.getProfileId()).isEqualTo(request.getProfileId());
    return response.getRejected().getMessage();
  }

  private static String stacksOfAllProfiles(Collector collector) throws SQLException {
    return query(
        collector,
        """
        SELECT toString(groupArray(f.function))
        FROM (SELECT stack AS id FROM numbers FINAL WHERE (dictionary, number) IN
              (SELECT dictionary, arrayJoin(number) FROM profiles FINAL)) AS p
        JOIN (SELECT id, frame, n FROM stacks FINAL ARRAY JOIN frames AS frame,
              arrayEnumerate(frames) AS n ORDER BY n) AS s ON s.id = p.id
        JOIN (SELECT * FROM frames FINAL) AS f ON f.id = s.frame
        """);
  }

  private static String query(Collector collector, String sql) throws SQLException {
    try (Connection connection = collector.clickHouse().connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      String value = rows.getString(1);
      assertThat(rows.next()).isFalse();
      return value;
    }
  }

  /** The sum over all labels. */
  private static long counter(Collector collector, String name) {
    return collector.metrics().scrape(name::equals).stream()
        .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
        .mapToLong(point -> (long) point.getValue())
        .sum();
  }
}
