package dev.cresset.collector.store;

/**
 * Numbers of pairs of a stack trace and a set of labels, in the order in which they first appeared,
 * so that what is frequent has small ones. Safe for use by many threads.
 *
 * <p>A number is never taken twice. It is handed out again, for the same pair, only once it is
 * known to be stored; until then another batch that has the pair takes a number of its own, and the
 * pair has two.
 */
final class Dictionary {
  private final long id;
  private final PairNumbers stored;
  private int last;

  /**
   * @param id that no other dictionary has, of whichever server: random
   */
  Dictionary(long id) {
    this.id = id;
    this.stored = new PairNumbers(id);
  }

  long id() {
    return id;
  }

  /** The pair's stored number, or {@link PairNumbers#ABSENT}. */
  synchronized int stored(long stack, long labelSet) {
    return stored.get(stack, labelSet);
  }

  /** A number that was not there before. */
  synchronized int take() {
    return last = Math.addExact(last, 1);
  }

  synchronized void confirm(NumberRow row) {
    stored.put(row.stack(), row.labelSet(), row.number());
  }

  /** How many pairs have a stored number. */
  synchronized int size() {
    return stored.size();
  }
}
