package dev.cresset.collector.query;

/**
 * How one side's windows are put together to the blocks that are compared with each other.
 * Neighbouring windows resemble each other, so that taking them for independent would find change
 * where there is none; a block of about as many windows as there are blocks is the usual way out
 * (batch means).
 *
 * @param groups into how many groups instances are put; each instance is its own while there are
 *     few
 * @param slots how many blocks, one after the other, each group's time is cut into
 */
record BlockPlan(int groups, int slots) {
  /** Enough for a good estimate of the variance; more would only cost memory. */
  static final int MAX_BLOCKS = 64;

  private static final int FEW = 4;

  /**
   * @param instances how many there are
   * @param windows of all of them
   */
  static BlockPlan of(long instances, long windows) {
    int groups = Math.clamp(instances, 1, MAX_BLOCKS);
    long windowsEach = windows / groups;
    long slots = Math.max((long) Math.sqrt(windowsEach), Math.min(windowsEach, FEW));
    return new BlockPlan(groups, Math.clamp(slots, 1, MAX_BLOCKS / groups));
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
}
