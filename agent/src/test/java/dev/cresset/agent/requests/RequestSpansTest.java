package dev.cresset.agent.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.bridge.ApplicationLabels;
import dev.cresset.agent.bridge.Exchanges;
import dev.cresset.agent.bridge.RequestContext;
import dev.cresset.agent.bridge.Requests;
import dev.cresset.agent.bridge.Tasks;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.Sample;
import dev.cresset.sampler.SampleContexts.Known;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of this very thread, through the bridge that instrumented code calls. */
class RequestSpansTest {
  private static final Labels BASE = Labels.of(Labels.THREAD, "t");
  static final int NETTY = 5;
  static final Object RECEIVED = State.REQUEST_RECEIVED;

  private enum State {
    REQUEST_RECEIVED,
    RESPONSE_SENT
  }

  private final RequestConfig config =
      new RequestConfig().withSlow(SlowLimit.longerThan(Duration.ofMinutes(1))).withMaxValues(3);
  private final Endpoints endpoints = new Endpoints(config.maxValues());
  private final RequestLabels labels = new RequestLabels(endpoints, config);
  private final RequestRegistry registry =
      new RequestRegistry(
          new EntryPoints(List.of()), endpoints, new Slowness(config.slow(), endpoints.capacity()));
  private final RequestSpans spans = new RequestSpans(registry, labels);

  @BeforeEach
  void listen() {
    registry.install();
    registry.engineIs(false, true);
  }

  @AfterEach
  void stopListening() {
    registry.uninstall();
  }

  @Test
  void aSampleWithinARequestIsLabelledAndOneBeforeOrAfterIsNot() {
    long before = System.nanoTime() - 1;
    Object request = Requests.enter(NETTY, null, RECEIVED);
    long within = System.nanoTime();
    Requests.exit(request);
    long after = System.nanoTime() + 1;

    Known known = spans.seal();

    assertThat(at(known, before)).isEqualTo(BASE);
    assertThat(at(known, within).asMap())
        .containsEntry("endpoint", "(unnamed)")
        .containsEntry("latency", "usual")
        .containsEntry("thread", "t");
    assertThat(at(known, after)).isEqualTo(BASE);
    assertThat(known.with(BASE, -1, within)).isEqualTo(BASE);
  }

  @Test
  void oneThreadCanBeAskedForWithoutTheOthers() {
    Object request = Requests.enter(NETTY, null, RECEIVED);
    long within = System.nanoTime();
    long own = Thread.currentThread().threadId();

    assertThat(at(spans.now(own), within)).isEqualTo(at(spans.now(), within)).isNotEqualTo(BASE);
    assertThat(spans.now(-1).with(BASE, -1, within)).isEqualTo(BASE);

    Requests.exit(request);
  }

  /** Threads of the common pool forget their thread-local values after each task. */
  @Test
  void aThreadThatForgetsIsStillOneThreadAndCountsOn() throws Exception {
    ForkJoinPool pool = ForkJoinPool.commonPool();
    for (int i = 0; i < 100; i++) {
      pool.submit(() -> Requests.exit(Requests.enter(NETTY, null, RECEIVED))).get();
    }

    assertThat(registry.takeTally()[2 * Endpoints.UNNAMED]).isEqualTo(100);
    assertThat(registry.threads()).isLessThanOrEqualTo(pool.getParallelism());
  }

  /** As where the end of a request has its connection's next one read, by another thread. */
  @Test
  void aRequestThatBeginsInWhatAnotherHandedOverDoesNotKeepIt() throws Exception {
    registry.engineIs(false, false);
    Object request = Requests.enter(NETTY, null, RECEIVED);
    WeakReference<Object> first = new WeakReference<>(request);
    for (int i = 0; i < 100; i++) {
      Object task = new Object();
      Tasks.capture(task);
      Requests.exit(request);
      Object restored = Tasks.restore(task);
      request = Requests.enter(NETTY, null, RECEIVED);
      Object after = new Object();
      Tasks.capture(after);
      Requests.exit(request);
      Tasks.release(restored);
      request = Tasks.restore(after);
    }
    Tasks.release(request);

    assertThat(isCollected(first)).isTrue();
  }

  @Test
  void aLabelThatIsSetAnewInEachTaskDoesNotKeepAllOfThem() throws Exception {
    registry.engineIs(false, false);
    Object label = ApplicationLabels.label("round", "0");
    WeakReference<Object> first = new WeakReference<>(label);
    for (int i = 1; i <= 200; i++) {
      Object task = new Object();
      Tasks.capture(task);
      ApplicationLabels.release(label);
      Object restored = Tasks.restore(task);
      label = ApplicationLabels.label("round", Integer.toString(i));
      Object next = new Object();
      Tasks.capture(next);
      ApplicationLabels.release(label);
      Tasks.release(restored);
      label = Tasks.restore(next);
    }
    ApplicationLabels.release(label);

    assertThat(isCollected(first)).isTrue();
  }

  private static boolean isCollected(WeakReference<?> reference) throws InterruptedException {
    for (int i = 0; i < 100 && reference.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    return reference.get() == null;
  }

  @Test
  void aRequestThatStillRunsIsLabelledAtTheSealAndInTheNextWindow() {
    Object request = Requests.enter(NETTY, null, RECEIVED);
    long first = System.nanoTime();
    assertThat(at(spans.seal(), first).asMap())
        .containsKey("endpoint")
        .doesNotContainKey("latency");

    long second = System.nanoTime();
    Requests.exit(request);

    assertThat(at(spans.seal(), second).asMap()).containsEntry("latency", "usual");
  }

  @Test
  void whatIsNoRequestIsNone() {
    Object entered = Requests.enter(NETTY, null, State.RESPONSE_SENT);

    assertThat(entered).isNull();
    assertThat(registry.active()).isEmpty();
  }

  @Test
  void aLabelIsAddedToItsRequestAndTheInnerOneCounts() {
    Object request = Requests.enter(NETTY, null, RECEIVED);
    Object outer = ApplicationLabels.label("tenant", "one");
    Object inner = ApplicationLabels.label("tenant", "two");
    long within = System.nanoTime();
    ApplicationLabels.release(inner);
    long between = System.nanoTime();
    ApplicationLabels.release(outer);
    Requests.exit(request);

    Known known = spans.seal();

    assertThat(at(known, within).asMap()).containsEntry("tenant", "two").containsKey("endpoint");
    assertThat(at(known, between).asMap()).containsEntry("tenant", "one");
  }

  @Test
  void aRequestOfItsOwnHasTheLabelsAroundItAndNotTheRequestThatTheseAreIn() {
    Object outer = Requests.enter(NETTY, null, RECEIVED);
    Object label = ApplicationLabels.label("tenant", "one");
    Object inner = ApplicationLabels.label("step", "pay");
    Object exchange = new Object();
    RequestContext call = (RequestContext) Exchanges.enterCall(NETTY, exchange, RECEIVED);
    long within = System.nanoTime();
    Requests.exit(call);
    Exchanges.answered(exchange);
    ApplicationLabels.release(inner);
    ApplicationLabels.release(label);
    Requests.exit(outer);

    assertThat(at(spans.seal(), within).asMap())
        .containsEntry("tenant", "one")
        .containsEntry("step", "pay");
    for (RequestContext at = call.parent(); at != null; at = at.parent()) {
      assertThat(at).isNotSameAs(outer);
    }
  }

  @Test
  void aRequestWithinAnotherOneOfItsOwnHasTheLabelsAroundBoth() {
    Object first = Requests.enter(NETTY, null, RECEIVED);
    Object outer = ApplicationLabels.label("tenant", "one");
    Object second = Exchanges.enterCall(NETTY, new Object(), RECEIVED);
    Object inner = ApplicationLabels.label("step", "pay");
    Object third = Exchanges.enterCall(NETTY, new Object(), RECEIVED);
    long within = System.nanoTime();
    Requests.exit(third);
    ApplicationLabels.release(inner);
    Requests.exit(second);
    ApplicationLabels.release(outer);
    Requests.exit(first);

    assertThat(at(spans.seal(), within).asMap())
        .containsEntry("tenant", "one")
        .containsEntry("step", "pay");
  }

  @Test
  void valuesBeyondTheBoundAreOtherAndCounted() {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Object label = ApplicationLabels.label("tenant", "t" + i);
      seen.add(at(spans.now(), System.nanoTime()).asMap().get("tenant"));
      ApplicationLabels.release(label);
    }

    assertThat(seen).containsExactly("t0", "t1", "t2", "(other)", "(other)");
    assertThat(labels.overflows()).isEqualTo(2);
  }

  @Test
  void theAgentsOwnLabelsCannotBeReplaced() {
    Object label = ApplicationLabels.label("thread", "mine");
    Labels labelled = at(spans.now(), System.nanoTime());
    ApplicationLabels.release(label);

    assertThat(labelled).isEqualTo(BASE);
  }

  @Test
  void aTaskRunsForTheRequestThatHandedItOverAndTheNextOneDoesNot() throws Exception {
    List<Labels> seen = new ArrayList<>();
    Runnable task = () -> seen.add(atOtherThread());
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      Object request = Requests.enter(NETTY, null, RECEIVED);
      Tasks.capture(task);
      Requests.exit(request);
      pool.submit(() -> Tasks.run(task)).get();
      pool.submit(() -> Tasks.run(task)).get();
    }

    assertThat(seen.get(0).asMap()).containsKey("endpoint");
    assertThat(seen.get(1)).isEqualTo(BASE);
  }

  @Test
  void aTaskHandedOverTwiceRunsForBothInOrder() {
    List<String> seen = new ArrayList<>();
    Runnable task = () -> seen.add(at(spans.now(), System.nanoTime()).asMap().get("tenant"));
    for (String tenant : List.of("one", "two")) {
      Object label = ApplicationLabels.label("tenant", tenant);
      Tasks.capture(task);
      ApplicationLabels.release(label);
    }

    Tasks.run(task);
    Tasks.run(task);
    Tasks.run(task);

    assertThat(seen).containsExactly("one", "two", null);
  }

  @Test
  void aTaskThatThrowsThrowsOnAndLeavesNothingBehind() {
    IllegalStateException failure = new IllegalStateException("no");
    Runnable task =
        () -> {
          throw failure;
        };
    Object request = Requests.enter(NETTY, null, RECEIVED);
    Tasks.capture(task);
    Requests.exit(request);

    try {
      Tasks.run(task);
    } catch (IllegalStateException e) {
      assertThat(e).isSameAs(failure);
    }

    assertThat(registry.active()).isEmpty();
  }

  @Test
  void aPoolThatDoesNotTellItsFactoryHarmsNobody() {
    ForkJoinPool pool =
        new ForkJoinPool(1) {
          @Override
          public ForkJoinWorkerThreadFactory getFactory() {
            throw new IllegalStateException("nobody's matter");
          }
        };
    try (pool) {
      Tasks.capture(pool, new Object());
    }

    assertThat(registry.failures()).isEqualTo(1);
  }

  @Test
  void requestsAreCountedOnceHoweverManyHandlersAreWithinEachOther() {
    RequestProfiles profiles = new RequestProfiles(registry, endpoints, labels);
    for (int i = 0; i < 7; i++) {
      Object request = Requests.enter(NETTY, null, RECEIVED);
      Requests.exit(Requests.enter(NETTY, null, RECEIVED));
      Requests.exit(request);
    }

    Profile profile = profiles.seal();

    assertThat(profile.samples()).hasSize(1);
    Sample sample = profile.samples().get(0);
    assertThat(sample.stackTrace().frame(0).function()).isEqualTo("(unnamed)");
    assertThat(sample.labels()).isEqualTo(Labels.of("endpoint", "(unnamed)"));
    assertThat(sample.value(1)).isEqualTo(7);
    assertThat(sample.value(2)).isPositive();
    assertThat(profiles.seal().samples()).isEmpty();
  }

  @Test
  void whatAThreadCountedOutlivesIt() throws Exception {
    RequestProfiles profiles = new RequestProfiles(registry, endpoints, labels);
    Thread thread = new Thread(() -> Requests.exit(Requests.enter(NETTY, null, RECEIVED)));
    thread.start();
    thread.join();

    assertThat(profiles.seal().samples()).hasSize(1);
    assertThat(profiles.seal().samples()).isEmpty();
  }

  private Labels at(Known known, long time) {
    return known.with(BASE, Thread.currentThread().threadId(), time);
  }

  private Labels atOtherThread() {
    return at(spans.now(), System.nanoTime());
  }
}
