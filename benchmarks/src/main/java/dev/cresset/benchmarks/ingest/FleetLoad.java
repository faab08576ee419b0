package dev.cresset.benchmarks.ingest;

import dev.cresset.benchmarks.fleet.Fleet;
import dev.cresset.benchmarks.fleet.FleetFamily;
import dev.cresset.benchmarks.fleet.FleetPlan;
import dev.cresset.benchmarks.fleet.FleetPush;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a fleet has to push, without end: instance after instance, each window of its own time.
 * Windows of all hours of a day, of two releases, are made beforehand and sent over and over under
 * other names. Safe for use by many threads.
 */
public final class FleetLoad {
  private static final int INSTANCES = 4000;
  private static final int SERVICES = 4;

  /** Of each family; some 20,000 stack traces with labels. */
  private static final int WINDOWS = 250;

  private final List<FleetPush> windows = new ArrayList<>();
  private final AtomicLong sent = new AtomicLong();

  public FleetLoad() {
    Instant begin = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS);
    Fleet fleet = new Fleet(FleetPlan.of(WINDOWS, begin));
    for (int i = 0; i < WINDOWS; i++) {
      Instant start = begin.plus(Duration.ofDays(1).multipliedBy(i).dividedBy(WINDOWS));
      for (FleetFamily family : FleetFamily.values()) {
        windows.add(new FleetPush(fleet, fleet.window(family, i, start)));
      }
    }
  }

  /** The next one, of the window that has just ended. */
  public Push next() {
    long number = sent.getAndIncrement();
    FleetPush window = windows.get((int) (number % windows.size()));
    int instance = (int) (number / FleetFamily.values().length % INSTANCES);
    String id = Long.toHexString(number) + "-of-the-benchmark";
    byte[] message =
        window.message(
            id,
            "shop-" + instance % SERVICES,
            "host-" + instance,
            Instant.now().minus(FleetPlan.WINDOW));
    return new Push(id, message, window.samples());
  }

  /**
   * @param message a {@code PushRequest}
   * @param samples stack traces with labels that it has
   */
  public record Push(String id, byte[] message, int samples) {}
}
