package dev.cresset.collector.query;

/**
 * One side of a comparison, as nodes of a {@link StackTrie}.
 *
 * @param leaves the nodes that the stack traces of {@code sums} end in
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ComparedSide(BlockPlan plan, BlockSums sums, int[] leaves) {}
