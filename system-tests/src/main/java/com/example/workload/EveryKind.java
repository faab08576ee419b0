package com.example.workload;

import java.io.File;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Something of every kind of profile, in numbers that are known where they can be: from when the
 * file {@code args[0]} is there until {@code args[1]} is. Prints {@code truth NAME=VALUE} lines.
 */
public final class EveryKind {
  private static final int BUFFER = 1 << 20;

  private final Map<Integer, Object> remembered = new HashMap<>();
  private final Object till = new Till();
  private volatile boolean over;
  private volatile ByteBuffer buffer;
  private volatile Object garbage;
  private volatile double sink;

  private EveryKind() {}

  public static void main(String[] args) throws Exception {
    while (!new File(args[0]).exists()) {
      KnownCosts.pause(20);
    }
    EveryKind program = new EveryKind();
    Thread[] threads = {
      new Thread(program::makeExceptions, "maker"),
      new Thread(program::takeMemory, "taker"),
      new Thread(program::keep, "keeper"),
      new Thread(program::queue, "queue-1"),
      new Thread(program::queue, "queue-2"),
    };
    for (Thread thread : threads) {
      thread.start();
    }
    Thread virtual = startVirtual(program::burn);
    while (!new File(args[1]).exists()) {
      System.gc();
      KnownCosts.pause(500);
    }
    program.over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    virtual.join();
  }

  /** A thread as any other where there are no virtual ones. */
  private static Thread startVirtual(Runnable work) throws Exception {
    try {
      return (Thread)
          Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
    } catch (NoSuchMethodException e) {
      Thread thread = new Thread(work);
      thread.start();
      return thread;
    }
  }

  private void burn() {
    while (!over) {
      spin();
      KnownCosts.pause(20);
    }
  }

  private void spin() {
    for (int i = 0; i < 1_000_000; i++) {
      sink += Math.sqrt(i);
    }
  }

  private void makeExceptions() {
    long made = 0;
    while (!over) {
      try {
        parse();
      } catch (NumberFormatException expected) {
        made++;
      }
      KnownCosts.pause(50);
    }
    KnownCosts.tell("exceptions", made);
  }

  private static int parse() {
    return Integer.parseInt("one");
  }

  private void takeMemory() {
    long buffers = 0;
    while (!over) {
      takeBuffer();
      buffers++;
      KnownCosts.pause(100);
    }
    KnownCosts.tell("native.objects", buffers);
    KnownCosts.tell("native.bytes", buffers * BUFFER);
  }

  private void takeBuffer() {
    buffer = ByteBuffer.allocateDirect(BUFFER);
  }

  /** The nodes of the map are the JDK's to allocate. */
  private void keep() {
    while (!over) {
      for (int i = 0; i < 300; i++) {
        remember();
        garbage = new byte[300];
      }
      KnownCosts.pause(20);
    }
  }

  private void remember() {
    remembered.put(remembered.size(), this);
  }

  private void queue() {
    while (!over) {
      pay();
      KnownCosts.pause(1);
    }
  }

  private void pay() {
    synchronized (till) {
      KnownCosts.pause(20);
    }
  }

  private static final class Till {}
}
