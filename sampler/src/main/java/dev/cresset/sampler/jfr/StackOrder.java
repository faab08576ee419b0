package dev.cresset.sampler.jfr;

/**
 * Orders the stacks of a chunk so that those with callers in common follow each other: by their
 * bytes, eight at a time, from the root on. A three-way radix quicksort. One thread.
 *
 * @see <a href="https://dl.acm.org/doi/10.5555/314161.314321">Bentley and Sedgewick: Fast
 *     algorithms for sorting and searching strings</a>
 */
final class StackOrder {
  /** What is nested deeper than chance can explain stays as it is: no result depends on it. */
  private static final int MAX_NESTING = 100;

  /** Of a stack that has no more bytes. */
  private static final long END = Long.MIN_VALUE;

  private final ChunkBytes bytes;
  private final int[] starts;
  private final int[] ends;
  private final int[] order;
  private final long[] keys;

  private StackOrder(ChunkBytes bytes, ConstantTable stacks) {
    this.bytes = bytes;
    this.starts = new int[stacks.rows()];
    this.ends = new int[starts.length];
    this.order = new int[starts.length];
    this.keys = new long[starts.length];
    for (int i = 0; i < order.length; i++) {
      starts[i] = stacks.position(i, ConstantPools.STACK_START);
      ends[i] = stacks.position(i, ConstantPools.STACK_END);
      order[i] = i;
    }
  }

  /** The rank of each stack. */
  static int[] ranks(ChunkBytes bytes, ConstantTable stacks) {
    StackOrder sorted = new StackOrder(bytes, stacks);
    sorted.sort(0, sorted.order.length, 0, 0);
    int[] ranks = new int[sorted.order.length];
    for (int i = 0; i < ranks.length; i++) {
      ranks[sorted.order[i]] = i;
    }
    return ranks;
  }

  /**
   * @param word those before are the same in the whole range
   */
  private void sort(int from, int to, int word, int nesting) {
    if (nesting > MAX_NESTING) {
      return;
    }
    int low = from;
    int high = to;
    for (int w = word; high - low > 1; w++) {
      for (int i = low; i < high; i++) {
        keys[i] = key(order[i], w);
      }
      long pivot = median(keys[low], keys[(low + high) >>> 1], keys[high - 1]);
      int less = low;
      int more = high;
      for (int i = low; i < more; ) {
        if (keys[i] < pivot) {
          swap(less++, i++);
        } else if (keys[i] > pivot) {
          swap(i, --more);
        } else {
          i++;
        }
      }
      sort(low, less, w, nesting + 1);
      sort(more, high, w, nesting + 1);
      low = less;
      high = pivot == END ? less : more;
    }
  }

  private long key(int stack, int word) {
    int at = ends[stack] - (word + 1) * Long.BYTES;
    if (at + Long.BYTES <= starts[stack]) {
      return END;
    }
    // The last word may have bytes of what lies before the stack, but never before the chunk.
    return Long.reverseBytes(bytes.longAt(at));
  }

  private void swap(int one, int other) {
    int stack = order[one];
    order[one] = order[other];
    order[other] = stack;
    long key = keys[one];
    keys[one] = keys[other];
    keys[other] = key;
  }

  private static long median(long one, long two, long three) {
    return Math.max(Math.min(one, two), Math.min(Math.max(one, two), three));
  }
}
