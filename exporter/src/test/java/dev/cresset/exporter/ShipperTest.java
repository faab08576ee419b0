package dev.cresset.exporter;

import static dev.cresset.exporter.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.profile.Profile;
import dev.cresset.profile.Resource;
import dev.cresset.protocol.ingest.v1.PushRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ships over a loopback socket to a real gRPC server. */
class ShipperTest {
  private static final Resource SHOP =
      new Resource("shop", "1.4.2", "production", "host-1:77", Map.of("zone", "eu-1"));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RecordingLog log = new RecordingLog();
  private final List<AutoCloseable> started = new ArrayList<>();
  private Collector collector;
  private Shipper shipper;

  @BeforeEach
  void startCollector() throws Exception {
    collector = Collector.start();
    started.add(collector);
    shipper = new Shipper(config(), SHOP, log);
  }

  @AfterEach
  void stop() throws Exception {
    shipper.close(Duration.ZERO);
    for (AutoCloseable each : started) {
      each.close();
    }
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

  @Test
  void manyProfilesGoOverOneStreamInOrder() {
    List<String> ids = accept(200);

    assertThat(shipper.flush(PATIENCE)).isTrue();

    assertThat(collector.receivedIds()).isEqualTo(ids);
    assertThat(collector.streams()).isEqualTo(1);
    assertCounts(200, 200, 0, 0);
    assertThat(shipper.counts().retried()).isZero();
  }

  @Test
  void noMoreThanTheWindowIsSentWithoutAnAnswer() {
    collector.doing(Collector.KEEP_SILENT);
    shipper = new Shipper(config().withWindow(3), SHOP, log);
    List<String> ids = accept(10);

    eventually(() -> assertThat(collector.received()).hasSize(3));
    collector.doing(Collector.STORE);
    collector.received().forEach(push -> collector.answer(Collector.stored(push)));

    assertThat(shipper.flush(PATIENCE)).isTrue();
    assertThat(collector.receivedIds()).isEqualTo(ids);
  }

  @Test
  void whatGotNoAnswerBeforeTheStreamBrokeIsSentAgainUnderTheSameId() {
    collector.doing(Collector.KEEP_SILENT);
    List<String> ids = accept(5);
    eventually(() -> assertThat(collector.receivedIds()).isEqualTo(ids));
    collector.answer(Collector.stored(collector.received().get(1)));
    eventually(() -> assertThat(shipper.counts().stored()).isEqualTo(1));

    collector.doing(Collector.STORE).breakStreams(Status.UNAVAILABLE);

    assertThat(shipper.flush(PATIENCE)).isTrue();
    assertThat(collector.receivedIds().subList(5, 9))
        .containsExactly(ids.get(0), ids.get(2), ids.get(3), ids.get(4));
    assertCounts(5, 5, 0, 0);
    assertThat(shipper.counts().retried()).isEqualTo(4);
  }

  @Test
  void anAnswerThatIsRepeatedOrMeansNothingToUsCountsForNothing() {
    collector.doing((push, answers) -> {
      answers.onNext(Collector.stored(push));
      answers.onNext(Collector.stored(push));
      answers.onNext(Collector.stored(PushRequest.newBuilder().setProfileId("who?").build()));
    });

    accept(3);

    assertThat(shipper.flush(PATIENCE)).isTrue();
    assertCounts(3, 3, 0, 0);
  }

  @Test
  void aCollectorThatNeverAnswersIsTriedAfresh() {
    collector.doing(Collector.KEEP_SILENT);
    shipper = new Shipper(config().withAnswerTimeout(Duration.ofMillis(200)), SHOP, log);
    String id = accept(1).getFirst();

    eventually(() -> assertThat(collector.receivedIds()).hasSizeGreaterThan(2).containsOnly(id));
    collector.doing(Collector.STORE);

    assertThat(shipper.flush(PATIENCE)).isTrue();
    assertCounts(1, 1, 0, 0);
    assertThat(log.lines().getFirst()).contains("no answer");
  }

  @Test
  void aPauseTheCollectorAsksForIsKept() {
    List<Long> times = new CopyOnWriteArrayList<>();
    AtomicInteger refusals = new AtomicInteger(2);
    collector.doing((push, answers) -> {
      times.add(System.nanoTime());
      answers.onNext(
          refusals.getAndDecrement() > 0
              ? Collector.retryLater(push, 300, "the disk is busy")
              : Collector.stored(push));
    });

    accept(1);

    eventually(() -> assertThat(shipper.counts().stored()).isEqualTo(1));
    assertThat(times).hasSize(3);
    assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(300_000_000);
    assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(300_000_000);
    assertThat(collector.streams()).isEqualTo(1);
    assertThat(shipper.counts().retried()).isEqualTo(2);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("WARN")
        .contains("a pause of 300 ms: the disk is busy");
  }

  @Test
  void aRejectedProfileIsDroppedAndSaidOncePerLimit() {
    collector.doing((push, answers) ->
        answers.onNext(
            switch (collector.received().size()) {
              case 1, 2 -> Collector.rejected(push, "ingest.max-frames");
              case 3 -> Collector.rejected(push, "ingest.max-labels");
              default -> Collector.stored(push);
            }));

    accept(4);

    assertThat(shipper.flush(PATIENCE)).isTrue();
    assertCounts(4, 1, 3, 0);
    assertThat(log.lines())
        .hasSize(2)
        .anyMatch(l -> l.contains("Too many frames. (ingest.max-frames is 5, not 7)"))
        .anyMatch(l -> l.contains("ingest.max-labels"));
  }

  @Test
  void nothingIsLostWhenTheCollectorComesUpLate() throws Exception {
    int port = collector.port();
    collector.close();
    List<String> ids = accept(30);
    eventually(() -> assertThat(log.lines()).hasSize(1));

    Collector late = Collector.startAt(port);
    started.add(late);

    eventually(() -> assertThat(shipper.counts().stored()).isEqualTo(30));
    assertThat(late.receivedIds()).isEqualTo(ids);
    eventually(() -> assertThat(log.lines()).hasSize(2));
    assertThat(log.lines().get(0))
        .startsWith("WARN No profiles get to the collector at http://127.0.0.1:" + port + ": ")
        .contains("Connection refused")
        .contains("Check that it runs and that " + port + " is its gRPC port.")
        .contains("room for 1000 profiles or 32768 KiB");
    assertThat(log.lines().get(1))
        .startsWith("INFO")
        .endsWith("30 that waited were delivered, 0 were dropped for want of room.");
    assertCounts(30, 30, 0, 0);
  }

  @Test
  void nothingIsLostWhenTheCollectorRestartsAgainAndAgain() throws Exception {
    int port = collector.port();
    List<String> ids = new ArrayList<>();
    Set<String> received = new HashSet<>();
    for (int round = 0; round < 3; round++) {
      ids.addAll(accept(20));
      eventually(() -> assertThat(collector.received()).isNotEmpty());
      collector.close();
      received.addAll(collector.receivedIds());
      ids.addAll(accept(20));
      collector = Collector.startAt(port);
      started.add(collector);
    }

    eventually(() -> assertThat(shipper.counts().waiting()).isZero());

    received.addAll(collector.receivedIds());
    assertThat(received).isEqualTo(Set.copyOf(ids));
    assertCounts(120, 120, 0, 0);
  }

  @Test
  void aFullSpoolDropsTheOldestAndCountsThem() throws Exception {
    int port = collector.port();
    shipper = new Shipper(config().withSpool(10, 1 << 20), SHOP, log);
    collector.close();
    List<String> ids = accept(25);
    assertThat(shipper.counts().waiting()).isEqualTo(10);

    Collector late = Collector.startAt(port);
    started.add(late);

    eventually(() -> assertThat(shipper.counts().waiting()).isZero());
    assertThat(late.receivedIds()).isEqualTo(ids.subList(15, 25));
    assertCounts(25, 10, 0, 15);
    assertThat(shipper.counts().waitingBytes()).isZero();
    assertThat(log.lines())
        .filteredOn(l -> l.contains("10 profiles or 1024 KiB: the oldest are dropped"))
        .hasSize(1);
    eventually(() ->
        assertThat(log.lines().getLast())
            .endsWith("10 that waited were delivered, 15 were dropped for want of room."));
  }

  @Test
  void aProfileThatBreaksEveryStreamDoesNotHoldUpTheOthers() {
    collector.doing((push, answers) -> {
      if (push.getFamily().equals("alloc")) {
        answers.onError(Status.RESOURCE_EXHAUSTED.asException());
      } else {
        answers.onNext(Collector.stored(push));
      }
    });
    accept(3);
    shipper.accept(Profiles.alloc());
    accept(3);

    eventually(() -> assertThat(shipper.counts().waiting()).isZero());

    assertCounts(7, 6, 1, 0);
    assertThat(log.lines()).anyMatch(l -> l.contains("ended the stream"));
  }

  @Test
  void aCollectorThatIsDownForLongCostsNoProfileAsThePoisonOne() {
    collector.doing((push, answers) -> answers.onError(Status.UNAVAILABLE.asException()));
    accept(2);
    eventually(() -> assertThat(collector.streams()).isGreaterThan(6));

    collector.doing(Collector.STORE);

    eventually(() -> assertThat(shipper.counts().waiting()).isZero());
    assertCounts(2, 2, 0, 0);
  }

  @Test
  void closingDeliversWhatWaits() {
    accept(50);

    assertThat(shipper.close(PATIENCE)).isTrue();

    assertThat(collector.received()).hasSize(50);
    assertCounts(50, 50, 0, 0);
    eventually(() -> assertThat(cressetThreads()).isEmpty());
  }

  @Test
  void closingGivesUpAtOnceWhereNobodyListens() {
    collector.close();
    accept(3);

    long before = System.nanoTime();
    assertThat(shipper.close(PATIENCE)).isFalse();

    assertThat(System.nanoTime() - before).isLessThan(PATIENCE.toNanos());
    assertCounts(3, 0, 0, 3);
    assertThat(log.lines().getLast()).startsWith("WARN").endsWith("are lost: 3.");
  }

  @Test
  void closingDoesNotWaitForTheEndOfAPauseThatItCannotSee() {
    collector.doing((push, answers) ->
        answers.onNext(Collector.retryLater(push, 2 * PATIENCE.toMillis(), "the disk is full")));
    accept(3);

    long before = System.nanoTime();
    assertThat(shipper.close(PATIENCE)).isFalse();

    assertThat(System.nanoTime() - before).isLessThan(PATIENCE.toNanos());
    assertCounts(3, 0, 0, 3);
  }

  @Test
  void closingTriesOnceMoreHoweverOftenItHasFailedBefore() {
    shipper =
        new Shipper(config().withBackoff(Duration.ofMillis(200), Duration.ofHours(1)), SHOP, log);
    collector.doing((push, answers) -> answers.onError(Status.UNAVAILABLE.asException()));
    accept(3);
    eventually(() -> assertThat(collector.streams()).isGreaterThanOrEqualTo(3));

    collector.doing(Collector.STORE);

    assertThat(shipper.close(PATIENCE)).isTrue();
    assertCounts(3, 3, 0, 0);
  }

  @Test
  void closingGivesUpAtTheDeadlineWhereNobodyAnswers() {
    collector.doing(Collector.KEEP_SILENT);
    accept(3);

    assertThat(shipper.close(Duration.ofMillis(300))).isFalse();

    assertCounts(3, 0, 0, 3);
    eventually(() -> assertThat(cressetThreads()).isEmpty());
  }

  @Test
  void whatComesAfterClosingIsDroppedAndCounted() {
    shipper.close(Duration.ZERO);

    accept(2);

    assertCounts(2, 0, 0, 2);
    assertThat(shipper.close(PATIENCE)).isTrue();
  }

  @Test
  void acceptNeitherThrowsNorWaits() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    collector.doing((push, answers) -> await(blocked));
    shipper = new Shipper(config().withWindow(1), SHOP, log);

    accept(100);
    shipper.accept(null);

    assertThat(shipper.counts().unencodable()).isEqualTo(1);
    assertThat(shipper.counts().waiting()).isEqualTo(100);
    blocked.countDown();
  }

  @Test
  void aLogThatFailsKeepsNoProfileFromItsWay() throws Exception {
    int port = collector.port();
    shipper = new Shipper(config(), SHOP, new FailingLog());
    collector.close();
    accept(5);
    eventually(() -> assertThat(shipper.counts().waiting()).isEqualTo(5));

    started.add(Collector.startAt(port));

    eventually(() -> assertThat(shipper.counts().waiting()).isZero());
    assertCounts(5, 5, 0, 0);
  }

  @Test
  void allThreadsAreDaemonsUnderOurNameAndThereAreNoneBeforeTheFirstProfile() {
    assertThat(cressetThreads()).isEmpty();
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    accept(50);
    shipper.flush(PATIENCE);

    Set<Thread> news = new HashSet<>(Thread.getAllStackTraces().keySet());
    news.removeAll(before);
    // The collector runs in this JVM too, on Netty's threads and gRPC's shared ones.
    news.removeIf(thread -> thread.getName().startsWith("grpc-"));
    assertThat(news).isNotEmpty().allMatch(Thread::isDaemon);
    assertThat(news.stream().map(Thread::getName).collect(Collectors.toSet()))
        .contains("cresset-shipper")
        .isSubsetOf(
            "cresset-shipper",
            "cresset-grpc-1",
            "cresset-grpc-2",
            "cresset-grpc-3",
            "cresset-grpc-timer");
  }

  @Test
  void aServerOfAnotherKindIsToldApart() throws Exception {
    try (PlainHttpServer web = new PlainHttpServer()) {
      shipper = new Shipper(config(web.address()), SHOP, log);
      accept(1);
      eventually(() -> assertThat(log.lines()).isNotEmpty());
    }

    assertThat(log.lines().getFirst()).contains("Check that");
    assertCounts(1, 0, 0, 0);
  }

  @Test
  void anUnknownHostIsNamed() {
    shipper = new Shipper(config("http://no-such-host.invalid"), SHOP, log);
    accept(1);

    eventually(() -> assertThat(log.lines()).isNotEmpty());
    assertThat(log.lines().getFirst())
        .contains("http://no-such-host.invalid:7401")
        .contains("Check the host's name.");
  }

  private List<String> accept(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Profile profile = Profiles.cpu();
      ids.add(profile.id());
      shipper.accept(profile);
    }
    return ids;
  }

  private void assertCounts(long accepted, long stored, long rejected, long dropped) {
    ExportCounts counts = shipper.counts();
    assertThat(counts.accepted()).as("accepted").isEqualTo(accepted);
    assertThat(counts.stored()).as("stored").isEqualTo(stored);
    assertThat(counts.rejected()).as("rejected").isEqualTo(rejected);
    assertThat(counts.dropped()).as("dropped").isEqualTo(dropped);
    assertThat(stored + rejected + dropped + counts.unencodable() + counts.waiting())
        .as("%s", counts)
        .isEqualTo(accepted);
  }

  private static List<String> cressetThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("cresset-"))
        .toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ShipperConfig config() {
    return config(collector.address());
  }

  private static ShipperConfig config(String address) {
    return ShipperConfig.to(address).withBackoff(Duration.ofMillis(20), Duration.ofMillis(200));
  }

  private static final class FailingLog implements ExportLog {
    @Override
    public void info(String line) {
      throw new IllegalStateException("There is no log.");
    }

    @Override
    public void warn(String line) {
      throw new IllegalStateException("There is no log.");
    }
  }
}
