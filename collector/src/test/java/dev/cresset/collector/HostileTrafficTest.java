package dev.cresset.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cresset.collector.pprof.PprofBuilder;
import dev.cresset.collector.store.TestClickHouse;
import dev.cresset.protocol.ingest.v1.PushRequest;
import dev.cresset.protocol.ingest.v1.PushResponse;
import dev.cresset.protocol.ingest.v1.PushResponse.OutcomeCase;
import dev.cresset.protocol.ingest.v1.Resource;
import dev.cresset.protocol.pprof.Label;
import dev.cresset.protocol.pprof.Sample;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What somebody may send who means harm, to a server that has 96 MB for everything and ends at the
 * first OutOfMemoryError. Afterwards it has to be there and take a sound profile.
 */
class HostileTrafficTest {
  private static final Instant START = Instant.now().minusSeconds(60);
  private static final int AT_ONCE = 12;
  private static final int MIB = 1 << 20;

  @TempDir static Path data;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static Process server;
  private static int http;
  private static int grpc;

  @BeforeAll
  static void start() throws IOException {
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SmallServer.class.getName(),
                "data=" + data,
                "grpc.port=0",
                "storage.embedded.library=" + TestClickHouse.library(),
                "ingest.max-profile-size=4m",
                "ingest.max-uncompressed-size=16m",
                "ingest.max-table-entries=50000",
                "ingest.max-in-flight=32m",
                "ingest.max-arriving=8m",
                "limits.connections=1100")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String[] ports = lineOf("ports ").split(" ");
    http = Integer.parseInt(ports[0]);
    grpc = Integer.parseInt(ports[1]);
  }

  @AfterAll
  static void stop() throws Exception {
    server.getOutputStream().close();
    assertThat(server.waitFor()).isZero();
    CLIENT.close();
  }

  /** The rest of the next line that begins so. */
  private static String lineOf(String start) throws IOException {
    while (true) {
      String line = server.inputReader().readLine();
      assertThat(line).as("the server's output up to '%s'", start).isNotNull();
      if (line.startsWith(start)) {
        return line.substring(start.length());
      }
    }
  }

  @AfterEach
  void theServerIsThereAndTakesASoundProfile() throws Exception {
    assertThat(server.isAlive()).isTrue();
    assertTakesASoundProfile();
    assertThat(metric("cresset_ingest_arriving_bytes")).isZero();
    assertThat(metric("cresset_ingest_in_flight_bytes")).isZero();
  }

  private static void assertTakesASoundProfile() throws Exception {
    try (PushClient agent = new PushClient(grpc)) {
      byte[] sound = PprofBuilder.cpu(START).sample(List.of("a.B.c"), List.of(1L, 1L)).gzipped();
      OutcomeCase outcome = OutcomeCase.RETRY_LATER;
      for (int i = 0; i < 600 && outcome == OutcomeCase.RETRY_LATER; i++) {
        Thread.sleep(i == 0 ? 0 : 100);
        agent.push(request("sound", sound));
        outcome = agent.next().getOutcomeCase();
      }
      assertThat(outcome).isEqualTo(OutcomeCase.STORED);
    }
  }

  @Test
  void twoThousandIdleConnectionsKeepNobodyOut() throws Exception {
    try (IdleConnections agents = new IdleConnections(grpc, IdleConnections.HTTP_2);
        IdleConnections browsers = new IdleConnections(http, IdleConnections.HTTP_1)) {
      agents.open(1000);
      browsers.open(1000);

      assertTakesASoundProfile();
      assertThat(metric("cresset_ingest_arriving_bytes")).isZero();
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosedAtOnceAndCounted() throws Exception {
    assertRefusals("grpc", grpc, IdleConnections.HTTP_2);
    assertRefusals("http", http, IdleConnections.HTTP_1);
  }

  private static void assertRefusals(String name, int port, String opening) throws Exception {
    String counter = "cresset_connections_refused_total{port=\"%s\"}".formatted(name);
    double before = metric(counter);
    try (IdleConnections connections = new IdleConnections(port, opening)) {
      connections.open(1200);
      connections.awaitClosed(100);
    }
    assertThat(metricOnceThereIsRoom(counter)).isGreaterThanOrEqualTo(before + 100);
  }

  /** The server may not know yet of connections that were closed just now. */
  private static double metricOnceThereIsRoom(String name) throws Exception {
    for (int i = 0; i < 200; i++) {
      try {
        return metric(name);
      } catch (IOException refused) {
        Thread.sleep(50);
      }
    }
    return metric(name);
  }

  @Test
  void bombsAreRefusedWithTheLimitOrTheTimeToComeBack() throws Exception {
    byte[] tooLarge = PprofBuilder.gzip(new byte[200 * MIB]);
    byte[] justNot = PprofBuilder.gzip(new byte[6 * MIB]);

    Map<Integer, List<String>> answers =
        uploadAll(Stream.of(tooLarge, justNot).flatMap(HostileTrafficTest::repeated).toList());

    assertThat(answers.keySet()).isSubsetOf(400, 413, 503);
    assertThat(answers.get(413)).allMatch(answer -> answer.contains("max-uncompressed-size"));
    assertThat(answers.getOrDefault(503, List.of()))
        .allMatch(
            answer -> answer.contains("ingest.max-in-flight") && answer.contains("Retry-After"));
  }

  @Test
  void uploadsThatFillTheMemoryAreToldWhenToComeBack() throws Exception {
    byte[] large = new byte[4 * MIB];
    new Random(1).nextBytes(large);

    Map<Integer, List<String>> answers = uploadAll(Collections.nCopies(4 * AT_ONCE, large));

    assertThat(answers.keySet()).isSubsetOf(400, 503);
  }

  @Test
  void manyStreamsOfLargeMessagesAreAnsweredOrEnded() throws Exception {
    byte[] large = new byte[3 * MIB];
    new Random(1).nextBytes(large);
    List<Future<String>> ends = new ArrayList<>();
    try (ExecutorService agents = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < AT_ONCE; i++) {
        ends.add(agents.submit(() -> pushMany(large)));
      }
    }
    for (Future<String> end : ends) {
      assertThat(end.get()).isIn("answered", "UNAVAILABLE");
    }
  }

  private static String pushMany(byte[] pprof) throws InterruptedException {
    try (PushClient agent = new PushClient(grpc)) {
      for (int i = 0; i < 8; i++) {
        agent.push(request("p" + i, pprof));
      }
      for (int i = 0; i < 8; i++) {
        switch (agent.answer()) {
          case PushResponse response ->
              assertThat(response.getOutcomeCase())
                  .isIn(OutcomeCase.REJECTED, OutcomeCase.RETRY_LATER);
          case Throwable end -> {
            return Status.fromThrowable(end).getCode().toString();
          }
          default -> throw new AssertionError("The stream ended");
        }
      }
      return "answered";
    }
  }

  @Test
  void aMillionAttributesAreRefusedAndTheStreamGoesOn() throws Exception {
    Resource.Builder resource = Resource.newBuilder().setService("shop");
    for (int i = 0; i < 400_000; i++) {
      resource.putAttributes("" + i, "");
    }
    try (PushClient agent = new PushClient(grpc)) {
      agent.push(PushRequest.newBuilder().setProfileId("many").setResource(resource).build());
      PushResponse answer = agent.next();

      assertThat(answer.getProfileId()).isEqualTo("many");
      assertThat(answer.getRejected().getLimit()).isEqualTo("ingest.max-attributes");
      agent.push(request("p", new byte[] {1}));
      assertThat(agent.next().getRejected().getMessage()).contains("no pprof profile");
    }
  }

  @Test
  void aMessageThatIsPackedItselfIsNotUnpacked() throws Exception {
    try (PushClient agent = new PushClient(grpc, "gzip")) {
      agent.push(request("bomb", new byte[7 * MIB]));

      assertThat(Status.fromThrowable(agent.end()).getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }
  }

  @Test
  void profilesOfEndlessSizeInsideAreRefusedWithTheLimit() throws Exception {
    assertRefusal(deepStack(), "ingest.max-depth");
    assertRefusal(manyLabels(), "ingest.max-labels");
    assertRefusal(manyLabelSets(), "ingest.max-table-entries");
  }

  private static void assertRefusal(byte[] pprof, String limit) throws Exception {
    Map<Integer, List<String>> answers = uploadAll(repeated(pprof).toList());
    assertThat(answers.keySet()).contains(413).isSubsetOf(413, 503);
    assertThat(answers.get(413)).allMatch(answer -> answer.contains(limit));
  }

  private static byte[] deepStack() {
    PprofBuilder pprof = PprofBuilder.cpu(START);
    long location = pprof.location("[java]", "a.B.c", "", 1);
    return pprof.sampleOf(Collections.nCopies(100_000, location), List.of(1L, 1L)).gzipped();
  }

  private static byte[] manyLabels() {
    PprofBuilder pprof = PprofBuilder.cpu(START);
    Label label = Label.newBuilder().setKey(pprof.string("k")).setNum(1).build();
    pprof
        .raw()
        .addSample(
            Sample.newBuilder()
                .addValue(1)
                .addValue(1)
                .addAllLabel(Collections.nCopies(1_000_000, label)));
    return pprof.gzipped();
  }

  private static byte[] manyLabelSets() {
    PprofBuilder pprof = PprofBuilder.cpu(START);
    for (int i = 0; i < 5_000; i++) {
      Sample.Builder sample = Sample.newBuilder().addValue(1).addValue(1);
      for (int j = 0; j < 60; j++) {
        sample.addLabel(Label.newBuilder().setKey(pprof.string("k" + j)).setNum(60L * i + j));
      }
      pprof.raw().addSample(sample);
    }
    return pprof.gzipped();
  }

  private static Stream<byte[]> repeated(byte[] file) {
    return Collections.nCopies(AT_ONCE, file).stream();
  }

  /** Uploads all at once, half of them without saying how long they are; answers by status. */
  private static Map<Integer, List<String>> uploadAll(List<byte[]> files) throws Exception {
    List<Future<HttpResponse<String>>> answers = new ArrayList<>();
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < files.size(); i++) {
        byte[] file = files.get(i);
        HttpRequest.BodyPublisher body =
            i % 2 == 0
                ? HttpRequest.BodyPublishers.ofByteArray(file)
                : HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(file));
        answers.add(
            senders.submit(() ->
                CLIENT.send(
                    HttpRequest.newBuilder(address("/api/v1/profiles?service=shop"))
                        .POST(body)
                        .build(),
                    BodyHandlers.ofString())));
      }
    }
    Map<Integer, List<String>> byStatus = new TreeMap<>();
    for (Future<HttpResponse<String>> answer : answers) {
      HttpResponse<String> response = answer.get();
      String retry =
          response.headers().firstValue("Retry-After").map(s -> "Retry-After").orElse("");
      byStatus
          .computeIfAbsent(response.statusCode(), added -> new ArrayList<>())
          .add(response.body() + retry);
    }
    return byStatus;
  }

  private static double metric(String name) throws Exception {
    try (InputStream in = address("/metrics").toURL().openStream()) {
      String line =
          new String(in.readAllBytes())
              .lines()
              .filter(each -> each.startsWith(name + " "))
              .collect(Collectors.joining());
      return Double.parseDouble(line.substring(name.length()));
    }
  }

  private static URI address(String path) {
    return URI.create("http://127.0.0.1:" + http + path);
  }

  private static PushRequest request(String id, byte[] pprof) {
    return PushRequest.newBuilder()
        .setProfileId(id)
        .setResource(Resource.newBuilder().setService("shop"))
        .setPprof(ByteString.copyFrom(pprof))
        .build();
  }
}
