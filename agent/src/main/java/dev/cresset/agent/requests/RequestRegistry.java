package dev.cresset.agent.requests;

import dev.cresset.agent.bridge.Exchanges;
import dev.cresset.agent.bridge.RequestBridge;
import dev.cresset.agent.bridge.RequestContext;
import dev.cresset.agent.bridge.RequestHooks;
import dev.cresset.agent.bridge.ThreadRequests;
import dev.cresset.sampler.ThreadSamples;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps what the application's threads say of their requests until a window ends: spans in which
 * they were sampled, and how many requests there were of each endpoint.
 */
final class RequestRegistry extends RequestHooks {
  private final EntryPoints entryPoints;
  private final Endpoints endpoints;
  private final Slowness slowness;
  private final Traces traces = new Traces();
  private final Map<Long, ThreadRequests> threads = new ConcurrentHashMap<>();
  private final EndedSpans spans = new EndedSpans();
  private final RequestTally tally;
  private final AtomicLong droppedHandoffs = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private volatile boolean keepsAll;
  private volatile boolean knowsSamples;

  RequestRegistry(EntryPoints entryPoints, Endpoints endpoints, Slowness slowness) {
    this.entryPoints = entryPoints;
    this.endpoints = endpoints;
    this.slowness = slowness;
    this.tally = new RequestTally(endpoints.capacity());
  }

  /** Only here is the bridge's entry referred to: it must be in its place before this class is. */
  void install() {
    RequestBridge.install(this);
  }

  /** How virtual threads find out who carries them. */
  void carriersAre(ThreadLocal<?> local) {
    RequestBridge.carriersAre(local);
  }

  void uninstall() {
    RequestBridge.install(null);
  }

  /**
   * @param knows whether threads can be asked when they were sampled last
   * @param all whether spans are to be kept where that is not known
   */
  void engineIs(boolean knows, boolean all) {
    if (knows) {
      // All carriers of virtual threads would wait for each other, if one of them were the first.
      ThreadSamples.ofThisThread();
    }
    knowsSamples = knows;
    keepsAll = all;
    RequestBridge.renew();
  }

  @Override
  protected int endpoint(int point, Object self, Object argument) {
    try {
      return entryPoints.entryPoint(point).endpoint(self, argument, endpoints);
    } catch (ReflectiveOperationException e) {
      failed(e);
      return UNKNOWN;
    }
  }

  @Override
  protected boolean isPart(int point, Object argument) {
    return entryPoints.entryPoint(point).isPart(argument);
  }

  @Override
  protected boolean goesOn(RequestContext request, int point, Object argument) {
    try {
      return entryPoints
          .entryPoint(point)
          .goesOn(argument, () -> Exchanges.requestAnswered(request));
    } catch (ReflectiveOperationException e) {
      failed(e);
      return false;
    }
  }

  /** Who tells of its end is not of its trace any more. */
  @Override
  protected void left(RequestContext request) {
    if (request.trace() == null && !traces.areAbsent()) {
      request.trace(traces.current());
    }
  }

  @Override
  protected void joined(ThreadRequests thread) {
    if (!thread.isVirtual()) {
      ThreadRequests before = threads.get(thread.threadId());
      if (before != null && before != thread) {
        thread.goOnFrom(before);
      }
      threads.put(thread.threadId(), thread);
    }
  }

  /** How many threads there are that have worked for requests, as of the last tally. */
  int threads() {
    return threads.size();
  }

  @Override
  protected ByteBuffer sampleClock() {
    return knowsSamples ? ThreadSamples.ofThisThread() : null;
  }

  @Override
  protected boolean keepsAll() {
    return keepsAll;
  }

  @Override
  protected void ended(RequestContext request, ThreadRequests by) {
    int endpoint = request.endpoint() < 0 ? Endpoints.UNNAMED : request.endpoint();
    long nanos = Math.max(0, request.done() - request.start());
    if (by.isVirtual()) {
      tally.count(endpoint, nanos);
    } else {
      by.count(endpoint, nanos);
    }
    int speed = slowness.judge(endpoint, nanos);
    request.judge(speed);
    boolean mayBeTraced = speed == RequestContext.SLOW && request.isEscaped();
    if (mayBeTraced && request.trace() == null && by == request.thread()) {
      request.trace(traces.current());
    }
  }

  /** Whoever instruments the same method may have ended its own part by the time the outer ends. */
  @Override
  protected void innerEnded(RequestContext request) {
    boolean mayBeSlow = request.trace() == null && request.done() == 0;
    if (mayBeSlow && isSlow(request, System.nanoTime()) && !traces.areAbsent()) {
      request.trace(traces.current());
    }
  }

  /** Whether a request that still runs is slow already. */
  boolean isSlow(RequestContext request, long now) {
    return slowness.isSlow(request.endpoint(), now - request.start());
  }

  @Override
  protected void sampled(RequestContext span) {
    spans.add(span);
  }

  @Override
  protected void failed(Throwable failure) {
    failures.incrementAndGet();
  }

  @Override
  protected void handoffDropped() {
    droppedHandoffs.incrementAndGet();
  }

  /** What threads are within now. What is returned stays as it is until it ends. */
  List<RequestContext> active() {
    List<RequestContext> active = new ArrayList<>();
    for (ThreadRequests thread : threads.values()) {
      active.addAll(thread.hold());
    }
    for (ThreadRequests thread : RequestBridge.virtualThreads()) {
      active.addAll(thread.hold());
    }
    return active;
  }

  /** The same of one thread. */
  List<RequestContext> active(long threadId) {
    ThreadRequests platform = threads.get(threadId);
    ThreadRequests thread = platform == null ? RequestBridge.virtualThread(threadId) : platform;
    return thread == null ? Collections.emptyList() : thread.hold();
  }

  /** The spans that have ended since the last call. */
  List<RequestContext> drain() {
    return spans.drain();
  }

  /**
   * Requests and nanoseconds for each endpoint, in turn, since the last call. For the thread that
   * seals.
   */
  long[] takeTally() {
    return tally.take(threads.values());
  }

  long droppedSpans() {
    return spans.dropped();
  }

  long droppedHandoffs() {
    return droppedHandoffs.get();
  }

  long failures() {
    return failures.get();
  }
}
