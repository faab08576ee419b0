package dev.cresset.agent.requests;

import dev.cresset.agent.bridge.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Spans that have ended and may be asked for, until the window ends: those in which their thread
 * was sampled or, where nobody knows that and all are to be kept, every one. Safe for use by many
 * threads.
 */
final class EndedSpans {
  /** Where every span is kept, a busy service has more in a window than anybody needs. */
  private static final int MAX = 100_000;

  private final Queue<RequestContext> spans = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();

  void add(RequestContext span) {
    if (count.incrementAndGet() > MAX) {
      count.decrementAndGet();
      dropped.incrementAndGet();
      return;
    }
    spans.add(span);
  }

  /** Those that have come since the last call. */
  List<RequestContext> drain() {
    List<RequestContext> drained = new ArrayList<>();
    for (RequestContext span; (span = spans.poll()) != null; ) {
      count.decrementAndGet();
      drained.add(span);
    }
    return drained;
  }

  /** How many found no room, ever. */
  long dropped() {
    return dropped.get();
  }
}
