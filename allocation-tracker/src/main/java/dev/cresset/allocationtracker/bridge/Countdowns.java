package dev.cresset.allocationtracker.bridge;

/** Each thread's countdown for one tap. */
final class Countdowns extends ThreadLocal<Countdown> {
  private final Tap tap;

  Countdowns(Tap tap) {
    this.tap = tap;
  }

  @Override
  protected Countdown initialValue() {
    return new Countdown(tap);
  }
}
