package com.shop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Leaks a megabyte a second, and as much again in copies, beside ten times as much garbage and a
 * cache that gives up an entry for each that it takes. All of the heap is collected every second.
 */
public final class Leaking {
  private static final int TICKS_PER_SECOND = 50;

  private final List<Object> leaked = new ArrayList<>();
  private final Deque<Object> cache = new ArrayDeque<>();
  private final AtomicLong leakedBytes = new AtomicLong();
  private final Deque<BitSet> indexes = new ArrayDeque<>();
  private final Deque<double[][]> tables = new ArrayDeque<>();
  private final long[] prices = new long[128];
  private final String text = new String(new char[512]);
  private volatile Object garbage;

  /** Runs for as long as the JVM, on a thread of its own. */
  public static Leaking start() {
    Leaking program = new Leaking();
    Thread thread = new Thread(program::run, "leaking");
    thread.setDaemon(true);
    thread.start();
    return program;
  }

  /** Bytes of the objects that were leaked so far. */
  public long leakedBytes() {
    return leakedBytes.get();
  }

  private void run() {
    long collected = System.nanoTime();
    while (true) {
      for (int i = 0; i < 20; i++) {
        leak();
        remember();
        for (int j = 0; j < 10; j++) {
          waste();
        }
      }
      for (int i = 0; i < 10; i++) {
        copyNumbers();
        copyText();
      }
      index();
      tabulate();
      // By the clock, since ticks take longer on a busy machine.
      if (System.nanoTime() - collected >= 1_000_000_000) {
        System.gc();
        collected = System.nanoTime();
      }
      pause();
    }
  }

  private void leak() {
    leaked.add(new Order(new byte[1008]));
    leakedBytes.addAndGet(1024);
  }

  private void copyNumbers() {
    leaked.add(Arrays.copyOf(prices, prices.length));
  }

  private void copyText() {
    leaked.add(text.toCharArray());
  }

  /** Two megabytes at most, in arrays of arrays, which cannot be followed. */
  private void tabulate() {
    tables.add(new double[2][500]);
    if (tables.size() > 250) {
      tables.remove();
    }
  }

  private void remember() {
    cache.add(new byte[1008]);
    if (cache.size() > 1000) {
      cache.remove();
    }
  }

  /** Four megabytes at most, in arrays that the JDK makes and keeps. */
  private void index() {
    indexes.add(new BitSet(1 << 16));
    if (indexes.size() > 500) {
      indexes.remove();
    }
  }

  private void waste() {
    garbage = new byte[1008];
  }

  private static void pause() {
    try {
      Thread.sleep(1000 / TICKS_PER_SECOND);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Order {
    final byte[] lines;

    Order(byte[] lines) {
      this.lines = lines;
    }
  }
}
