package dev.cresset.collector.query;

/**
 * How one side's windows are put together to the blocks that are compared with each other.
 *
 * <p>Neighbouring windows resemble each other, so that taking them for independent would find
 * change where there is none; a stretch of about as many windows as there are stretches is the
 * usual way out (batch means). But few stretches say little about a single function. So there are
 * both: blocks as short as can be, and stretches of several of them.
 *
 * @param groups into how many groups instances are put; each instance is its own while there are
 *     few
 * @param slots how many blocks, one after the other, each group's time is cut into
 * @param stretches how many stretches these make, for each group
 */
record BlockPlan(int groups, int slots, int stretches) {
  /** Enough for a good estimate of the variance; more would only cost memory. */
  static final int MAX_BLOCKS = 64;

  private static final int FEW = 4;

  /**
   * @param instances how many there are
   * @param windows of all of them
   */
  static BlockPlan of(long instances, long windows) {
    int groups = Math.clamp(instances, 1, MAX_BLOCKS);
    int slots = Math.clamp(windows / groups, 1, MAX_BLOCKS / groups);
    double root = Math.sqrt((double) windows / groups);
    return new BlockPlan(groups, slots, Math.clamp((int) Math.max(root, FEW), 1, slots));
  }

  int blocks() {
    return groups * slots;
  }

  /** The group each block belongs to. */
  int[] groupOfBlock() {
    int[] group = new int[blocks()];
    for (int block = 0; block < group.length; block++) {
      group[block] = block / slots;
    }
    return group;
  }

  /** The stretch each block belongs to. */
  int[] stretchOfBlock() {
    int[] stretch = new int[blocks()];
    for (int block = 0; block < stretch.length; block++) {
      stretch[block] = block / slots * stretches + block % slots * stretches / slots;
    }
    return stretch;
  }
}
