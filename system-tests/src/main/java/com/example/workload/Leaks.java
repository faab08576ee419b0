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
 * up an entry for each that it takes. What a busy machine kept it from is made up for at the next
 * turn, so that the rate is the one it tells. The whole heap is collected every two seconds. Ends
 * when the file that is its argument appears.
 */
public final class Leaks {
  private static final int BYTES = 1024;
  private static final int PER_SECOND = 1000;
  private static final int PER_COLLECTION = 2 * PER_SECOND;

  private final List<Object> leaked = new ArrayList<>();
  private final Deque<Object> cache = new ArrayDeque<>();
  private volatile Object garbage;

  private Leaks() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println("truth leaked.hourly=" + 3600L * PER_SECOND * BYTES);
    new Leaks().run(Paths.get(arguments[0]));
  }

  private void run(Path end) throws InterruptedException {
    long start = System.nanoTime();
    while (!Files.exists(end)) {
      long due = (System.nanoTime() - start) * PER_SECOND / 1_000_000_000;
      while (leaked.size() < due) {
        turn();
      }
      Thread.sleep(20);
    }
  }

  private void turn() {
    if (leaked.size() % PER_COLLECTION == 0) {
      System.gc();
    }
    leak();
    remember();
    for (int i = 0; i < 10; i++) {
      waste();
    }
  }

  private void leak() {
    leaked.add(new byte[BYTES - 16]);
  }

  private void remember() {
    cache.add(new byte[BYTES - 16]);
    if (cache.size() > 1000) {
      cache.remove();
    }
  }

  private void waste() {
    garbage = new byte[BYTES - 16];
  }
}
