package dev.cresset.agent.requests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.cresset.agent.bridge.Requests;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That no request is lost or counted twice, whichever thread has handled it. */
class RequestTallyTest {
  private static final int ENDPOINTS = 4;
  private static final int THREADS = 500;
  private static final int REQUESTS = 400;

  private final RequestTally tally = new RequestTally(ENDPOINTS);

  @Test
  void ofManyVirtualThreadsAtOnceEveryRequestAndNanosecondIsCountedOnce() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.startVirtualThread(this::countRequests));
    }
    long[] taken = new long[2 * ENDPOINTS];
    for (Thread thread : threads) {
      add(tally.take(new ArrayList<>()), taken);
      thread.join();
    }
    add(tally.take(new ArrayList<>()), taken);

    assertThat(taken).isEqualTo(expected());
  }

  @Test
  void whatWasTakenIsNotTakenAgain() {
    tally.count(3, 7);

    assertThat(tally.take(new ArrayList<>())).containsExactly(0, 0, 0, 0, 0, 0, 1, 7);
    assertThat(tally.take(new ArrayList<>())).containsOnly(0);
  }

  @Test
  void countingAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    countRequests();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      countRequests();
    }

    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(bytes).isLessThan(100 * REQUESTS);
  }

  @Test
  void requestsOfVirtualAndPlatformThreadsThatHaveEndedAreCountedOnceThroughTheBridge()
      throws Exception {
    Endpoints endpoints = new Endpoints(ENDPOINTS);
    RequestRegistry registry =
        new RequestRegistry(
            new EntryPoints(List.of()),
            endpoints,
            new Slowness(new RequestConfig().slow(), endpoints.capacity()));
    registry.install();
    registry.engineIs(false, false);
    long requests = 0;
    try {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        threads.add(Thread.ofVirtual().start(RequestTallyTest::handleRequests));
        threads.add(Thread.ofPlatform().start(RequestTallyTest::handleRequests));
      }
      for (Thread thread : threads) {
        requests += registry.takeTally()[2 * Endpoints.UNNAMED];
        thread.join();
      }
      requests += registry.takeTally()[2 * Endpoints.UNNAMED];
    } finally {
      registry.uninstall();
    }

    assertThat(requests).isEqualTo(100 * REQUESTS);
    assertThat(registry.threads()).isZero();
    assertThat(registry.failures()).isZero();
  }

  private void countRequests() {
    for (int i = 0; i < REQUESTS; i++) {
      tally.count(i % ENDPOINTS, i);
    }
  }

  private static void handleRequests() {
    for (int i = 0; i < REQUESTS; i++) {
      Requests.exit(Requests.enter(RequestSpansTest.NETTY, null, RequestSpansTest.RECEIVED));
    }
  }

  private static long[] expected() {
    long[] expected = new long[2 * ENDPOINTS];
    for (int i = 0; i < REQUESTS; i++) {
      expected[2 * (i % ENDPOINTS)] += THREADS;
      expected[2 * (i % ENDPOINTS) + 1] += (long) THREADS * i;
    }
    return expected;
  }

  private static void add(long[] from, long[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }
}
