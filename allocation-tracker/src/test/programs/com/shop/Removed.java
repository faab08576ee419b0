package com.shop;

import java.lang.management.ManagementFactory;

/** Makes objects that never leave their method, so that the compiler takes them away. */
public final class Removed {
  private static final int OBJECTS = 20_000_000;

  private Removed() {}

  /** Prints what one thread allocated for 20 million objects of 24 bytes, once it is compiled. */
  public static void main(String[] arguments) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long sum = 0;
    for (int i = 0; i < 5; i++) {
      sum += distances();
    }
    long before = threads.getThreadAllocatedBytes(thread);
    sum += distances();
    System.out.println("allocated\t" + (threads.getThreadAllocatedBytes(thread) - before));
    System.out.println("sum\t" + sum);
  }

  private static long distances() {
    long sum = 0;
    for (int i = 0; i < OBJECTS; i++) {
      sum += new Point(i, i + 1).distance();
    }
    return sum;
  }

  private static final class Point {
    private final int x;
    private final int y;

    Point(int x, int y) {
      this.x = x;
      this.y = y;
    }

    int distance() {
      return x * x + y;
    }
  }
}
