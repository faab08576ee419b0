package dev.cresset.collector.pprof;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Frames met lately, in whichever profiles: most of a profile's were in one before, and to find one
 * takes a small part of the time that it takes to make it. They are found by a hash of all that a
 * profile says of them, 64 bits as their ids have. Each has a few places to be at, and what is new
 * takes that of what is oldest there; to forget one is harmless. Safe for use by many threads: what
 * several add at once may be there twice or not at all.
 */
public final class FrameCache {
  private static final int WAYS = 4;
  private static final int BYTES_A_PLACE = 256;
  private static final int MAX_PLACES = 1 << 20;

  /** Bytes of memory for a frame, beside its text. */
  private static final int FRAME = 250;

  /** Characters of a frame that is worth to be remembered. */
  private static final int MAX_TEXT = 1024;

  private final Hasher64 hashing = Hashing.xxh3_64(new SecureRandom().nextLong());
  private final long maxBytes;
  private volatile Contents contents;

  /**
   * @param maxBytes of memory, about; beyond it everything is forgotten
   */
  FrameCache(long maxBytes) {
    this.maxBytes = maxBytes;
    this.contents = new Contents(maxBytes);
  }

  /** Of a sixteenth of the heap at most. */
  public static FrameCache ofHeap(long heap) {
    return new FrameCache(heap / 16);
  }

  /** Its hashes nobody outside can foresee, and so not what meets in a table either. */
  Hasher64 hashing() {
    return hashing;
  }

  /** Of memory, about. */
  long bytes() {
    return contents.bytes.get();
  }

  /**
   * What was added under that hash, or null.
   *
   * @param hash by {@link #hashing}, of everything that makes two frames different
   */
  Entry get(long hash) {
    AtomicReferenceArray<Entry> places = contents.places;
    int first = first(hash, places);
    for (int place = first; place < first + WAYS; place++) {
      Entry entry = places.getAcquire(place);
      if (entry != null && entry.hash == hash) {
        return entry;
      }
    }
    return null;
  }

  /** Remembers a frame, unless it is too long. */
  Entry add(long hash, Frame frame) {
    Entry entry = new Entry(hash, frame.id(), length(frame), frame);
    if (entry.length <= MAX_TEXT) {
      Contents now = contents;
      if (now.bytes.addAndGet(entry.weight() - now.put(entry)) > maxBytes) {
        contents = new Contents(maxBytes);
      }
    }
    return entry;
  }

  private static int length(Frame frame) {
    return frame.function().length() + frame.file().length() + frame.debugInfo().length();
  }

  private static int first(long hash, AtomicReferenceArray<Entry> places) {
    return (int) hash & (places.length() - WAYS);
  }

  /**
   * @param id of the frame: nothing else of it has to be read from memory to know it
   * @param length of its texts together, but for the class
   */
  record Entry(long hash, long id, int length, Frame frame) {
    /** As if it shared no text with any other. */
    long weight() {
      return FRAME + (long) Character.BYTES * (length + frame.className().length());
    }
  }

  private static final class Contents {
    final AtomicReferenceArray<Entry> places;
    final AtomicLong bytes = new AtomicLong();

    Contents(long maxBytes) {
      long wanted = Math.clamp(maxBytes / BYTES_A_PLACE, WAYS, MAX_PLACES);
      this.places = new AtomicReferenceArray<>(Integer.highestOneBit((int) wanted));
    }

    /** Returns the weight of what is not there any more for it. */
    long put(Entry entry) {
      int first = first(entry.hash, places);
      Entry last = places.getAcquire(first + WAYS - 1);
      for (int place = first + WAYS - 1; place > first; place--) {
        places.setRelease(place, places.getAcquire(place - 1));
      }
      places.setRelease(first, entry);
      return last == null ? 0 : last.weight();
    }
  }
}
