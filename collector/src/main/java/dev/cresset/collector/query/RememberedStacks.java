package dev.cresset.collector.query;

import static dev.cresset.collector.query.StackTrie.ABSENT;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Remembers the stack traces of earlier answers as a {@link StackTrie}, as most are met again and
 * again, and begins a new one when it is full. Safe for use by many threads.
 */
final class RememberedStacks {
  /** How many answers of the largest size it has room for. */
  private static final int ROOM = 2;

  private final StackStore stacks;
  private final int maxTreeNodes;
  private final AtomicReference<StackTrie> current = new AtomicReference<>();
  private final LongAdder asked = new LongAdder();
  private final LongAdder unknown = new LongAdder();

  /**
   * @param maxTreeNodes how many nodes an answer may have
   */
  RememberedStacks(StackStore stacks, int maxTreeNodes) {
    this.stacks = stacks;
    this.maxTreeNodes = maxTreeNodes;
    this.current.set(trie(maxTreeNodes));
  }

  /** One that has room for an answer of so many nodes, even if functions are of several kinds. */
  static StackTrie trie(int maxTreeNodes) {
    return new StackTrie(Math.multiplyExact(ROOM, maxTreeNodes));
  }

  /** How many stack traces were asked for. */
  long asked() {
    return asked.sum();
  }

  /** How many had to be read. */
  long unknown() {
    return unknown.sum();
  }

  /**
   * An answer as a tree.
   *
   * @throws QueryException if it is too large
   */
  TrieSums sums(StackSums.Answer answer) {
    Found found = find(answer.stacks());
    return new TrieSums(found.nodes, found.leaves[0], answer.values(), answer.samples());
  }

  /**
   * Stack traces as the nodes they end in, of one trie.
   *
   * @param leaves by answer and stack trace
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Found(StackTrie.Nodes nodes, int[][] leaves) {}

  /**
   * Finds the stack traces of answers that belong together.
   *
   * @param answers ids, all different within an answer
   * @throws QueryException if they are too many
   */
  Found find(long[]... answers) {
    for (long[] ids : answers) {
      asked.add(ids.length);
    }
    StackTrie trie = current.get();
    Optional<int[][]> leaves = leaves(trie, answers);
    if (leaves.isEmpty()) {
      // Nobody else fills it meanwhile: an answer that may be has room in it.
      StackTrie fresh = trie(maxTreeNodes);
      leaves = leaves(fresh, answers);
      current.compareAndSet(trie, fresh);
      trie = fresh;
    }
    int[][] found = leaves.orElseThrow(() -> PrefixTree.tooLarge(maxTreeNodes));
    return new Found(trie.nodes(), found);
  }

  /** The nodes that stack traces end in, taken in where they are not known; empty if it is full. */
  private Optional<int[][]> leaves(StackTrie trie, long[][] answers) {
    int[][] leaves = new int[answers.length][];
    for (int i = 0; i < answers.length; i++) {
      leaves[i] = leaves(trie, answers[i]);
      if (Arrays.stream(leaves[i]).anyMatch(leaf -> leaf == ABSENT)) {
        return Optional.empty();
      }
    }
    return Optional.of(leaves);
  }

  private int[] leaves(StackTrie trie, long[] ids) {
    int[] leaves = new int[ids.length];
    trie.find(ids, leaves);
    int[] missing = IntStream.range(0, ids.length).filter(i -> leaves[i] == ABSENT).toArray();
    unknown.add(missing.length);
    stacks.read(
        Arrays.stream(missing).mapToLong(i -> ids[i]).toArray(),
        (index, frames) -> {
          int place = missing[index];
          leaves[place] =
              StackStore.isWhole(frames) ? trie.add(ids[place], frames) : trie.add(frames);
        });
    return leaves;
  }
}
