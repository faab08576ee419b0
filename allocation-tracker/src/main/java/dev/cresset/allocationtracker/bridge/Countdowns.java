package dev.cresset.allocationtracker.bridge;

/** Each thread's countdown. */
final class Countdowns extends ThreadLocal<Countdown> {
  @Override
  protected Countdown initialValue() {
    return new Countdown();
  }
}
