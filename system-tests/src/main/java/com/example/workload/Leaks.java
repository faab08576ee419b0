package com.example.workload;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Leaks a megabyte a second, beside ten times as much garbage and a cache of a megabyte that gives
 * up an entry for each that it takes. The whole heap is collected every two seconds. Ends when the
 * file that is its argument appears, and tells what it leaked in the half minute before.
 */
public final class Leaks {
  private static final int TICKS_PER_SECOND = 50;
  private static final int TICKS_PER_COLLECTION = 2 * TICKS_PER_SECOND;

  private static final long LATELY_NANOS = 30_000_000_000L;

  private final List<Object> leaked = new ArrayList<>();
  private final Deque<Object> cache = new ArrayDeque<>();
  private volatile Object garbage;

  private Leaks() {}

  public static void main(String[] arguments) throws Exception {
    new Leaks().run(Paths.get(arguments[0]));
  }

  private void run(Path end) throws InterruptedException {
    Deque<long[]> lately = new ArrayDeque<>();
    for (int tick = 0; !Files.exists(end); tick++) {
      for (int i = 0; i < 20; i++) {
        leak();
        remember();
        for (int j = 0; j < 10; j++) {
          waste();
        }
      }
      if (tick % TICKS_PER_COLLECTION == 0) {
        System.gc();
      }
      note(lately);
      Thread.sleep(1000 / TICKS_PER_SECOND);
    }
    long[] then = lately.getFirst();
    long[] now = lately.getLast();
    double hours = (now[0] - then[0]) / 3600e9;
    System.out.println("truth leaked.hourly=" + (long) (1024 * (now[1] - then[1]) / hours));
  }

  /** How much is leaked by now; a busy machine leaks less at times. */
  private void note(Deque<long[]> lately) {
    long now = System.nanoTime();
    lately.add(new long[] {now, leaked.size()});
    while (now - lately.getFirst()[0] > LATELY_NANOS) {
      lately.removeFirst();
    }
  }

  private void leak() {
    leaked.add(new byte[1008]);
  }

  private void remember() {
    cache.add(new byte[1008]);
    if (cache.size() > 1000) {
      cache.remove();
    }
  }

  private void waste() {
    garbage = new byte[1008];
  }
}
