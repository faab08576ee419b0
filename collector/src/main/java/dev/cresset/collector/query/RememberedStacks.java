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
    this.current.set(empty());
  }

  private StackTrie empty() {
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
    asked.add(answer.stacks().length);
    StackTrie trie = current.get();
    Optional<int[]> leaves = leaves(trie, answer.stacks());
    if (leaves.isEmpty()) {
      // Nobody else fills it meanwhile: an answer that may be has room in it.
      StackTrie fresh = empty();
      leaves = leaves(fresh, answer.stacks());
      current.compareAndSet(trie, fresh);
      trie = fresh;
    }
    return new TrieSums(
        trie.nodes(),
        leaves.orElseThrow(() -> PrefixTree.tooLarge(maxTreeNodes)),
        answer.values(),
        answer.samples());
  }

  /** The nodes that stack traces end in, taken in where they are not known; empty if it is full. */
  private Optional<int[]> leaves(StackTrie trie, long[] ids) {
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
    return Arrays.stream(missing).anyMatch(i -> leaves[i] == ABSENT)
        ? Optional.empty()
        : Optional.of(leaves);
  }
}
