package dev.cresset.agent.requests;

import dev.cresset.agent.bridge.RequestContext;
import dev.cresset.agent.bridge.RequestContext.Kind;
import dev.cresset.profile.Labels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns what a thread worked for into labels, few enough to be kept: past a bound, further values
 * of a label are {@value #OTHER}. For one thread at a time.
 */
final class RequestLabels {
  static final String ENDPOINT = "endpoint";
  static final String LATENCY = "latency";
  static final String TRACE = "trace_id";
  static final String OTHER = "(other)";

  /** Names of labels of the application's own. */
  private static final int MAX_NAMES = 20;

  private static final int MAX_LENGTH = 200;

  private final Endpoints endpoints;
  private final RequestConfig config;
  private final Map<String, Set<String>> values = new HashMap<>();
  private final Set<String> traces = new HashSet<>();
  private long overflows;

  RequestLabels(Endpoints endpoints, RequestConfig config) {
    this.endpoints = endpoints;
    this.config = config;
  }

  /** Other traces may be named from now on. */
  synchronized void beginWindow() {
    traces.clear();
  }

  /**
   * @param slowNow whether a request that still runs is slow already
   */
  synchronized Map<String, String> of(RequestContext span, boolean slowNow) {
    Map<String, String> labels = new TreeMap<>();
    RequestContext at = span;
    for (int i = 0; i <= RequestContext.MAX_DEPTH && at != null; i++) {
      if (at.kind() == Kind.LABEL) {
        addOwn(at, labels);
      }
      at = at.parent();
    }
    RequestContext request = span.request();
    if (request != null) {
      addRequest(request, slowNow, labels);
    }
    return labels;
  }

  private void addOwn(RequestContext label, Map<String, String> labels) {
    boolean named = values.containsKey(label.key()) || values.size() < MAX_NAMES;
    if (!named || isReserved(label.key()) || label.key().length() > MAX_LENGTH) {
      overflows++;
    } else {
      labels.putIfAbsent(label.key(), bounded(label.key(), label.value()));
    }
  }

  private static boolean isReserved(String name) {
    return name.isEmpty()
        || name.equals(ENDPOINT)
        || name.equals(LATENCY)
        || name.equals(TRACE)
        || name.equals(Labels.THREAD)
        || name.equals(Labels.CLASS)
        || name.equals(Labels.STATE);
  }

  private String bounded(String name, String value) {
    Set<String> known = values.computeIfAbsent(name, any -> new HashSet<>());
    return bounded(known, config.maxValues(), value);
  }

  private String bounded(Set<String> known, int max, String value) {
    if (known.contains(value)) {
      return value;
    }
    if (known.size() >= max || value.length() > MAX_LENGTH) {
      overflows++;
      return OTHER;
    }
    known.add(value);
    return value;
  }

  private void addRequest(RequestContext request, boolean slowNow, Map<String, String> labels) {
    int endpoint = request.endpoint() < 0 ? Endpoints.UNNAMED : request.endpoint();
    labels.put(ENDPOINT, endpoints.name(endpoint));
    boolean slow = request.speed() == RequestContext.SLOW || slowNow;
    if (slow || request.speed() == RequestContext.USUAL) {
      labels.put(LATENCY, slow ? "slow" : "usual");
    }
    if (slow && request.trace() != null) {
      labels.put(TRACE, bounded(traces, config.maxTraces(), request.trace()));
    }
  }

  /** How often a value found no room, ever. */
  synchronized long overflows() {
    return overflows;
  }
}
