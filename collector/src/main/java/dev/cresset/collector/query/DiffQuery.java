package dev.cresset.collector.query;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Compares two selections. Safe for use by many threads. */
final class DiffQuery {
  private final DiffSide sides;
  private final StackStore stacks;
  private final RememberedStacks remembered;
  private final Catalog catalog;
  private final int maxTreeNodes;

  DiffQuery(
      DiffSide sides,
      StackStore stacks,
      RememberedStacks remembered,
      Catalog catalog,
      int maxTreeNodes) {
    this.sides = sides;
    this.stacks = stacks;
    this.remembered = remembered;
    this.catalog = catalog;
    this.maxTreeNodes = maxTreeNodes;
  }

  /** What was read of a side. */
  private record Side(Selection selection, DiffSide.Windows windows, BlockSums sums) {
    ComparedSide at(int[] leaves) {
      return new ComparedSide(windows.plan(), sums, leaves);
    }
  }

  ReleaseDiff run(Selection base, Selection target, String unit, int maxNodes) {
    Side before;
    Side after;
    try (Aside<Side> aside = Aside.of(() -> read(target))) {
      before = read(base);
      after = aside.get();
    }
    boolean allFrames =
        base.frames().equals(FrameFilter.NONE) && target.frames().equals(FrameFilter.NONE);
    DiffBuilder builder = allFrames ? ofAllFrames(before, after) : ofChosenFrames(before, after);
    DiffBuilder.Comparison comparison = builder.compare(maxNodes);
    return new ReleaseDiff(
        shown(before, builder.base()),
        shown(after, builder.target()),
        unit,
        comparison.cost(),
        comparison.tree(),
        comparison.changes());
  }

  private Side read(Selection selection) {
    DiffSide.Windows windows = sides.windows(selection);
    if (windows.profiles() == 0) {
      catalog.checkNames(selection);
    }
    return new Side(selection, windows, sides.read(selection, windows));
  }

  private DiffBuilder ofAllFrames(Side before, Side after) {
    RememberedStacks.Found found = remembered.find(before.sums.stacks(), after.sums.stacks());
    return DiffBuilder.of(
        found.nodes(), before.at(found.leaves()[0]), after.at(found.leaves()[1]), maxTreeNodes);
  }

  /** What is left of stack traces is remembered for this answer only. */
  private DiffBuilder ofChosenFrames(Side before, Side after) {
    StackTrie trie = RememberedStacks.trie(maxTreeNodes);
    ComparedSide base = sifted(before, trie);
    ComparedSide target = sifted(after, trie);
    return DiffBuilder.of(trie.nodes(), base, target, maxTreeNodes);
  }

  private ComparedSide sifted(Side side, StackTrie trie) {
    FrameSieve sieve = new FrameSieve(side.selection.frames());
    int[] leaves = new int[side.sums.size()];
    Arrays.fill(leaves, StackTrie.ABSENT);
    stacks.read(
        side.sums.stacks(),
        (index, frames) -> {
          if (sieve.keeps(frames)) {
            leaves[index] = trie.add(sieve.shown(frames));
            if (leaves[index] == StackTrie.ABSENT) {
              throw PrefixTree.tooLarge(maxTreeNodes);
            }
          }
        });
    int[] kept =
        IntStream.range(0, leaves.length).filter(i -> leaves[i] != StackTrie.ABSENT).toArray();
    return new ComparedSide(
        side.windows.plan(),
        side.sums.only(kept),
        IntStream.of(kept).map(i -> leaves[i]).toArray());
  }

  private static ReleaseDiff.Side shown(Side side, FunctionTally.Part all) {
    return new ReleaseDiff.Side(
        side.selection,
        all.value,
        all.samples,
        side.windows.profiles(),
        side.windows.instances().size(),
        side.windows.profiledNanos(),
        side.windows.allNanos());
  }
}
