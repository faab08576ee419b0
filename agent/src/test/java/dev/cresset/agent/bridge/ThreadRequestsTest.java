package dev.cresset.agent.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ThreadRequestsTest {
  private final Hooks hooks = new Hooks();

  /** The engine makes a buffer each time it is asked, which takes longer than a short task. */
  @Test
  void aThreadThatForgotAsksForItsSampleClockOnlyOfAnotherEngine() {
    ThreadRequests before = joined(1);
    hooks.before = before;

    assertThat(joined(1).knowsSamples()).isTrue();
    assertThat(hooks.asked).isEqualTo(1);

    joined(2);
    assertThat(hooks.asked).isEqualTo(2);
  }

  @Test
  void aThreadThatStaysAsksEachEngine() {
    ThreadRequests thread = joined(1);
    hooks.before = thread;
    thread.join(2, 1, hooks);

    assertThat(hooks.asked).isEqualTo(2);
  }

  private ThreadRequests joined(int generation) {
    ThreadRequests thread = new ThreadRequests(Thread.currentThread());
    thread.join(generation, 1, hooks);
    return thread;
  }

  /** Knows what the thread had before, and counts how often it is asked for a clock. */
  private static final class Hooks extends RequestHooks {
    private ThreadRequests before;
    private int asked;

    @Override
    protected void joined(ThreadRequests thread) {
      if (before != null && before != thread) {
        thread.goOnFrom(before);
      }
    }

    @Override
    protected ByteBuffer sampleClock() {
      asked++;
      return ByteBuffer.allocate(Long.BYTES);
    }

    @Override
    protected int endpoint(int point, Object self, Object argument) {
      return UNKNOWN;
    }

    @Override
    protected boolean keepsAll() {
      return false;
    }

    @Override
    protected boolean isPart(int point, Object argument) {
      return false;
    }

    @Override
    protected boolean goesOn(RequestContext request, int point, Object argument) {
      return false;
    }

    @Override
    protected void left(RequestContext request) {}

    @Override
    protected void ended(RequestContext request, ThreadRequests by) {}

    @Override
    protected void sampled(RequestContext span) {}

    @Override
    protected void innerEnded(RequestContext request) {}

    @Override
    protected void failed(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    protected void handoffDropped() {}
  }
}
