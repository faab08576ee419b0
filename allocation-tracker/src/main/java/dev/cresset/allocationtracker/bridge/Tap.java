package dev.cresset.allocationtracker.bridge;

import java.util.function.BiConsumer;

/** Where the sampled allocations of one bridge go, and how often they are sampled. */
final class Tap {
  volatile BiConsumer<Object, long[]> sink;
  volatile long interval = 512 * 1024;

  void install(BiConsumer<Object, long[]> newSink, long bytes) {
    interval = bytes;
    sink = newSink;
  }
}
