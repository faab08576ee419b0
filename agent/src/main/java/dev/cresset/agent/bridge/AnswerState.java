package dev.cresset.agent.bridge;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** Of a request: whether its answer is complete, before or after its handler has returned. */
abstract class AnswerState {
  private static final AtomicIntegerFieldUpdater<AnswerState> STAGE =
      AtomicIntegerFieldUpdater.newUpdater(AnswerState.class, "stage");

  private static final int HANDLED = 0;
  private static final int LEFT = 1;
  private static final int ANSWERED = 2;

  /** On its thread only: somebody will say when its answer is complete. */
  boolean isAwaited;

  private volatile int stage;

  /** Its handler begins. */
  final void beginAnswer() {
    isAwaited = false;
    // No need to wait until others see it: who gets hold of it just now may have this span for the
    // last one, see "Why can a context be used again, and when not?" in RATIONALE.md.
    STAGE.lazySet(this, HANDLED);
  }

  /**
   * Its handler returns. One of this and {@link #answer} is true, for whichever comes last.
   *
   * @return whether its answer is complete
   */
  final boolean leaveHandler() {
    return !isAwaited || !STAGE.compareAndSet(this, HANDLED, LEFT);
  }

  /**
   * Its answer is complete.
   *
   * @return whether its handler has returned
   */
  final boolean answer() {
    return !STAGE.compareAndSet(this, HANDLED, ANSWERED)
        && STAGE.compareAndSet(this, LEFT, ANSWERED);
  }
}
