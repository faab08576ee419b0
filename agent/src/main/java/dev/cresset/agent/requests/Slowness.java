package dev.cresset.agent.requests;

import dev.cresset.agent.bridge.RequestContext;

/**
 * Judges requests by how long those of the same endpoint take. Follows a percentile of each
 * endpoint with one number, which moves a little with every request: up by a share of itself after
 * a longer one, down by a smaller share after a shorter one, so that it comes to rest where the
 * wanted part is shorter. It forgets what was some hundreds of requests ago.
 *
 * <p>Threads write over each other's numbers now and then, which only costs a step.
 */
final class Slowness {
  /** Of a request, as a power of two: at most a sixteenth of the limit. */
  private static final int STEP = 4;

  private static final int WARM_UP = 32;

  /** Where code is still being compiled, the first requests tell little of the later ones. */
  private static final int EARLY_STEP = 2;

  private static final int EARLY = 256;

  private final int percentile;
  private final long fixedNanos;
  private final long[] limits;
  private final int[] seen;

  /**
   * @param limit a percentile or a duration
   * @param endpoints how many there can be
   */
  Slowness(SlowLimit limit, int endpoints) {
    this.percentile = limit.percentile();
    this.fixedNanos = limit.nanos();
    this.limits = new long[endpoints];
    this.seen = new int[endpoints];
  }

  /**
   * Judges a request, and learns from it.
   *
   * @return {@link RequestContext#SLOW}, {@link RequestContext#USUAL}, or {@link
   *     RequestContext#UNJUDGED} while the endpoint is new
   */
  int judge(int endpoint, long nanos) {
    if (fixedNanos > 0) {
      return nanos > fixedNanos ? RequestContext.SLOW : RequestContext.USUAL;
    }
    long limit = limits[endpoint];
    if (seen[endpoint] < WARM_UP) {
      seen[endpoint]++;
      limits[endpoint] = Math.max(limit, nanos);
      return RequestContext.UNJUDGED;
    }
    boolean longer = nanos > limit;
    long hundredth = Math.max(1, limit / 100 >> step(endpoint));
    limits[endpoint] = limit + (longer ? percentile : percentile - 100) * hundredth;
    return longer ? RequestContext.SLOW : RequestContext.USUAL;
  }

  private int step(int endpoint) {
    if (seen[endpoint] >= EARLY) {
      return STEP;
    }
    seen[endpoint]++;
    return EARLY_STEP;
  }

  /** Whether a request that still runs is slow already. */
  boolean isSlow(int endpoint, long nanosSoFar) {
    if (fixedNanos > 0) {
      return nanosSoFar > fixedNanos;
    }
    return endpoint >= 0 && seen[endpoint] >= WARM_UP && nanosSoFar > limits[endpoint];
  }
}
