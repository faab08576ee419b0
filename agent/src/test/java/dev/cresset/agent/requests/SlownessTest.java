package dev.cresset.agent.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.bridge.RequestContext;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlownessTest {
  private static final int ENDPOINT = 3;

  private final Random random = new Random(1);

  @Test
  void theFirstRequestsOfAnEndpointAreNotJudged() {
    Slowness slowness = new Slowness(SlowLimit.percentile(95), 5);

    for (int i = 0; i < 32; i++) {
      assertThat(slowness.judge(ENDPOINT, 1000 + i)).isEqualTo(RequestContext.UNJUDGED);
    }
    assertThat(slowness.judge(ENDPOINT, 5000)).isEqualTo(RequestContext.SLOW);
    assertThat(slowness.judge(ENDPOINT, 1000)).isEqualTo(RequestContext.USUAL);
  }

  @Test
  void oneInTwentyIsSlowByDefault() {
    Slowness slowness = new Slowness(SlowLimit.percentile(95), 5);

    assertThat(slowShare(slowness, 1)).isBetween(0.03, 0.07);
  }

  @Test
  void theLimitFollowsAnEndpointThatBecomesFaster() {
    Slowness slowness = new Slowness(SlowLimit.percentile(95), 5);
    slowShare(slowness, 100);
    slowShare(slowness, 1);

    assertThat(slowShare(slowness, 1)).isBetween(0.03, 0.07);
  }

  @Test
  void aDurationIsTheSameForAll() {
    Slowness slowness = new Slowness(SlowLimit.longerThan(Duration.ofMillis(1)), 5);

    assertThat(slowness.judge(ENDPOINT, 1_000_000)).isEqualTo(RequestContext.USUAL);
    assertThat(slowness.judge(ENDPOINT, 1_000_001)).isEqualTo(RequestContext.SLOW);
    assertThat(slowness.isSlow(-1, 2_000_000)).isTrue();
  }

  @Test
  void whatStillRunsIsSlowOnceItHasTakenLonger() {
    Slowness slowness = new Slowness(SlowLimit.percentile(95), 5);
    slowShare(slowness, 1);

    assertThat(slowness.isSlow(ENDPOINT, 100_000_000)).isTrue();
    assertThat(slowness.isSlow(ENDPOINT, 1)).isFalse();
    assertThat(slowness.isSlow(ENDPOINT + 1, 100_000_000)).isFalse();
  }

  private double slowShare(Slowness slowness, int factor) {
    int requests = 20_000;
    int slow = 0;
    for (int i = 0; i < requests; i++) {
      long nanos = (long) (factor * 1e6 * Math.exp(random.nextGaussian() / 2));
      slow += slowness.judge(ENDPOINT, nanos) == RequestContext.SLOW ? 1 : 0;
    }
    return (double) slow / requests;
  }
}
