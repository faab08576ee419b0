package dev.cresset.profile;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The samples of a profile that is being taken, by stack trace and labels, in the order in which
 * they were first seen. Samples that follow each other in time have much of their stacks in common,
 * which a compressor finds only where they stay together. One thread.
 */
final class SampleTable {
  private Sample[] samples = new Sample[64];
  private int[] hashes = new int[64];

  /** A sample's position plus one at its hash's place or the next free one; 0 where free. */
  private int[] slots = new int[128];

  private int size;
  private boolean listed;

  void add(StackTrace stack, Labels labels, long[] amounts) {
    if (listed) {
      throw new IllegalStateException("This profile is built; use another builder for the next.");
    }
    sample(stack, labels, amounts.length).add(amounts);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** All samples, for good: nothing can be added any more. */
  List<Sample> list() {
    listed = true;
    return Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(samples, size)));
  }

  private Sample sample(StackTrace stack, Labels labels, int values) {
    int hash = 31 * stack.hashCode() + labels.hashCode();
    int mask = slots.length - 1;
    int slot = spread(hash) & mask;
    for (int found; (found = slots[slot]) != 0; slot = (slot + 1) & mask) {
      Sample sample = samples[found - 1];
      if (hashes[found - 1] == hash && sample.isOf(stack, labels)) {
        return sample;
      }
    }
    Sample sample = new Sample(stack, labels, new long[values]);
    append(sample, hash);
    slots[slot] = size;
    if (size * 2 > slots.length) {
      grow();
    }
    return sample;
  }

  private void append(Sample sample, int hash) {
    if (size == samples.length) {
      samples = Arrays.copyOf(samples, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2);
    }
    samples[size] = sample;
    hashes[size] = hash;
    size++;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    int mask = slots.length - 1;
    for (int i = 0; i < size; i++) {
      int slot = spread(hashes[i]) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = i + 1;
    }
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }
}
