package dev.cresset.agent.requests;

import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Reads the current trace of OpenTelemetry, where its API is on the application's class path or its
 * agent is there. Safe for use by many threads.
 */
final class Traces {
  private static final String[] APIS = {
    "io.opentelemetry.javaagent.shaded.io.opentelemetry.api.trace.Span",
    "io.opentelemetry.api.trace.Span",
  };
  private static final String NONE = "00000000000000000000000000000000";

  private static final long SEEK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Map<ClassLoader, Long> absent = Collections.synchronizedMap(new WeakHashMap<>());
  private final PublicMethod spanContext = new PublicMethod("getSpanContext");
  private final PublicMethod traceId = new PublicMethod("getTraceId");

  /** The id of the current thread's trace; null if there is none. */
  String current() {
    String trace = of(APIS[0], null);
    return trace != null ? trace : of(APIS[1], Thread.currentThread().getContextClassLoader());
  }

  /** Whether there is nothing to ask, as far as was looked lately. */
  boolean areAbsent() {
    return absent.containsKey(null)
        && absent.containsKey(Thread.currentThread().getContextClassLoader());
  }

  /**
   * Looked up each time, which only slow requests have to pay: what is kept keeps a class loader.
   */
  private String of(String api, ClassLoader loader) {
    Long sought = absent.get(loader);
    if (sought != null && System.nanoTime() - sought < SEEK_AGAIN_NANOS) {
      return null;
    }
    try {
      Method current = Class.forName(api, false, loader).getMethod("current");
      String id = (String) traceId.of(spanContext.of(current.invoke(null)));
      return id.equals(NONE) ? null : id;
    } catch (ClassNotFoundException e) {
      absent.put(loader, System.nanoTime());
      return null;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null;
    }
  }
}
