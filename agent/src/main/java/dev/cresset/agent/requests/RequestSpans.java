package dev.cresset.agent.requests;

import dev.cresset.agent.bridge.RequestContext;
import dev.cresset.profile.Labels;
import dev.cresset.sampler.SampleContexts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Joins samples with the requests of their threads, by thread and time. */
final class RequestSpans implements SampleContexts {
  /** A span ends a little after the recording was sealed and is needed for the next window too. */
  private static final long OVERLAP_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Comparator<Span> OUTER_FIRST =
      Comparator.comparingLong((Span span) -> span.start)
          .thenComparing(Comparator.comparingLong((Span span) -> span.end).reversed());

  private final RequestRegistry registry;
  private final RequestLabels labels;
  private List<RequestContext> carriedOver = new ArrayList<>();

  RequestSpans(RequestRegistry registry, RequestLabels labels) {
    this.registry = registry;
    this.labels = labels;
  }

  @Override
  public Known now() {
    return new OfWindow(registry.active());
  }

  @Override
  public Known now(long threadId) {
    return new OfWindow(registry.active(threadId));
  }

  @Override
  public Known seal() {
    labels.beginWindow();
    // First what goes on: what ends in between is in both, and so in none too little.
    List<RequestContext> spans = registry.active();
    List<RequestContext> ended = registry.drain();
    long now = System.nanoTime();
    spans.addAll(ended);
    spans.addAll(carriedOver);
    ended.removeIf(span -> now - span.end() > OVERLAP_NANOS);
    carriedOver = ended;
    return new OfWindow(spans);
  }

  /** The spans of each thread. */
  private final class OfWindow implements Known {
    private final Map<Long, OfThread> threads = new HashMap<>();

    OfWindow(List<RequestContext> spans) {
      long now = System.nanoTime();
      for (RequestContext span : spans) {
        threads
            .computeIfAbsent(span.thread().threadId(), id -> new OfThread())
            .spans
            .add(new Span(span, now));
      }
    }

    @Override
    public Labels with(Labels base, long threadId, long nanoTime) {
      // Mostly there is none, and then a number would be boxed for nothing.
      OfThread thread = threads.isEmpty() ? null : threads.get(threadId);
      Span span = thread == null ? null : thread.at(nanoTime);
      return span == null ? base : span.with(base, nanoTime);
    }
  }

  private static final class OfThread {
    final List<Span> spans = new ArrayList<>();
    private long[] starts;
    private long[] lastEnds;

    /** The innermost that contains a time: of those that do, the one that began last. */
    Span at(long time) {
      if (starts == null) {
        sort();
      }
      for (int i = lastStartedBy(time); i >= 0 && lastEnds[i] >= time; i--) {
        if (spans.get(i).end >= time) {
          return spans.get(i);
        }
      }
      return null;
    }

    private int lastStartedBy(long time) {
      int low = 0;
      int high = starts.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (starts[middle] <= time) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low - 1;
    }

    private void sort() {
      spans.sort(OUTER_FIRST);
      starts = new long[spans.size()];
      lastEnds = new long[spans.size()];
      long last = Long.MIN_VALUE;
      for (int i = 0; i < starts.length; i++) {
        starts[i] = spans.get(i).start;
        last = Math.max(last, spans.get(i).end);
        lastEnds[i] = last;
      }
    }
  }

  /** A span as it was when the window was sealed. */
  private final class Span {
    final RequestContext context;
    final long start;
    final long end;
    private final boolean slowNow;
    private final Map<Labels, Labels> labelled = new HashMap<>(2);
    private Map<String, String> own;

    Span(RequestContext context, long now) {
      this.context = context;
      this.start = context.start();
      this.end = context.end() == 0 ? Long.MAX_VALUE : context.end();
      RequestContext request = context.request();
      this.slowNow = request != null && request.done() == 0 && registry.isSlow(request, now);
    }

    Labels with(Labels base, long nanoTime) {
      return context.isStale(nanoTime) ? base : labelled.computeIfAbsent(base, this::label);
    }

    private Labels label(Labels base) {
      if (own == null) {
        own = labels.of(context, slowNow);
      }
      Map<String, String> all = new HashMap<>(own);
      all.putAll(base.asMap());
      return Labels.of(all);
    }
  }
}
