package dev.cresset.agent.requests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers endpoints, so that the threads that count requests need no names. Past a bound all
 * further ones are {@link #OTHER}. Safe for use by many threads.
 */
final class Endpoints {
  /** The number of all that found no room. */
  static final int OTHER = 0;

  /** The number of those that never had a name. */
  static final int UNNAMED = 1;

  private static final int RESERVED = 2;

  /** What a client may send as a method; anything else is one more. */
  private static final List<String> METHODS =
      Arrays.asList("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT");

  private final int max;
  private final ConcurrentMap<String, Integer> numbers = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Integer[]> byMethod = new ConcurrentHashMap<>();
  private final AtomicLong refused = new AtomicLong();

  // Guarded by this.
  private final List<String> names = new ArrayList<>(Arrays.asList("(other)", "(unnamed)"));

  /**
   * @param max how many may have a name
   */
  Endpoints(int max) {
    this.max = max;
  }

  /** Of a route under one of HTTP's methods. */
  int number(String method, String route) {
    int index = Math.max(METHODS.indexOf(method), -1) + 1;
    Integer[] known = byMethod.get(route);
    if (known != null && known[index] != null) {
      return known[index];
    }
    String prefix = index == 0 ? "OTHER" : METHODS.get(index - 1);
    int number = number(prefix + ' ' + route);
    if (number != OTHER) {
      byMethod.computeIfAbsent(route, any -> new Integer[METHODS.size() + 1])[index] = number;
    }
    return number;
  }

  int number(String name) {
    Integer number = numbers.get(name);
    return number != null ? number : add(name);
  }

  private synchronized int add(String name) {
    Integer number = numbers.get(name);
    if (number != null) {
      return number;
    }
    if (names.size() >= max + RESERVED) {
      refused.incrementAndGet();
      return OTHER;
    }
    names.add(name);
    numbers.put(name, names.size() - 1);
    return names.size() - 1;
  }

  /** How many numbers there can be. */
  int capacity() {
    return max + RESERVED;
  }

  synchronized String name(int number) {
    return names.get(number);
  }

  /** How many requests were for an endpoint that found no room, ever. */
  long refused() {
    return refused.get();
  }
}
