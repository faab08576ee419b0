package dev.cresset.collector.query;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The functions of some {@link MetNodes}, numbered as they are met. Safe for use by many threads.
 */
final class MetFunctions implements FunctionNames {
  private static final byte SEVERAL = -1;

  private final MetNodes met;

  /** By place. */
  private final int[] numbers;

  /** What the trie calls them, by number. */
  private final int[] inTrie;

  /** By number, one more than the kind; {@link #SEVERAL} where there are more. */
  private final byte[] kinds;

  /** What those with several kinds have of each. */
  private final Map<Integer, long[]> weightByKind = new HashMap<>();

  /**
   * @param weights what each node has with all below it, by place; only asked for where a function
   *     is of several kinds
   */
  MetFunctions(MetNodes met, Supplier<long[]> weights) {
    this.met = met;
    this.numbers = new int[met.size()];
    this.inTrie = number();
    this.kinds = new byte[inTrie.length];
    if (findKinds()) {
      addUp(weights.get());
    }
  }

  /**
   * What a stack trace counts for where its functions' kinds are weighed: what it has, but
   * something even if it has nothing.
   */
  static long[] weights(long[] values) {
    return Arrays.stream(values).map(value -> Math.max(1, value)).toArray();
  }

  private int[] number() {
    int[] known = new int[met.functions()];
    int[] found = new int[known.length];
    int count = 1;
    for (int place = 1; place < numbers.length; place++) {
      int function = met.function(place);
      if (known[function] == 0) {
        found[count] = function;
        known[function] = count++;
      }
      numbers[place] = known[function];
    }
    return Arrays.copyOf(found, count);
  }

  private boolean findKinds() {
    boolean several = false;
    for (int place = 1; place < numbers.length; place++) {
      int number = numbers[place];
      byte kind = (byte) (met.kind(place) + 1);
      kinds[number] = kinds[number] == 0 || kinds[number] == kind ? kind : SEVERAL;
      several |= kinds[number] == SEVERAL;
    }
    return several;
  }

  private void addUp(long[] weights) {
    for (int place = 1; place < numbers.length; place++) {
      int number = numbers[place];
      if (kinds[number] == SEVERAL) {
        weightByKind
                .computeIfAbsent(number, any -> new long[FunctionTable.KINDS.length])[
                met.kind(place)] +=
            weights[place];
      }
    }
  }

  /** The function of the node in a place. */
  int number(int place) {
    return numbers[place];
  }

  @Override
  public int size() {
    return inTrie.length;
  }

  @Override
  public String name(int number) {
    return met.name(inTrie[number]);
  }

  @Override
  public FrameKind kind(int number) {
    long[] several = weightByKind.get(number);
    return several == null
        ? FunctionTable.KINDS[Math.max(0, kinds[number] - 1)]
        : FunctionTable.largest(several, 0);
  }
}
