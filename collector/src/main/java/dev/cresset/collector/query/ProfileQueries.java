package dev.cresset.collector.query;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything that can be asked of the stored profiles; what the HTTP API and the UI are made of.
 * Safe for use by many threads.
 *
 * <p>Every method throws {@link QueryException} for a question that cannot be answered: an unknown
 * service or type, a range that ends before it begins, or a store that cannot be reached.
 */
public interface ProfileQueries {
  /** All services, by name. */
  List<ServiceSummary> services();

  /** The label names of a service's samples with their values and counts. */
  List<LabelSummary> labels(String service, Instant from, Instant to);

  /** The agents of a service's processes, with what they last said of themselves. */
  List<AgentSummary> agents(String service, Instant from, Instant to);

  /** How many different things all services have, and what tables take. */
  Cardinality cardinality(Instant from, Instant to);

  /**
   * @param maxNodes how many nodes to keep for display; the smallest are left out and reported
   */
  FlameTree flameGraph(Selection selection, int maxNodes);

  /** Every distinct stack trace of the selection with its frames, for export to other tools. */
  StackTable stacks(Selection selection);

  TopTable top(Selection selection);

  /**
   * Who calls a function, and what it calls.
   *
   * @param function its name, as in a {@link TopTable}
   * @param maxNodes how many nodes of each of the two trees to keep for display
   */
  FunctionCalls calls(Selection selection, String function, int maxNodes);

  /**
   * @param step the width of a bucket
   */
  Series series(Selection selection, Duration step);

  /**
   * @param maxNodes how many nodes of the union tree to keep for display
   */
  ReleaseDiff diff(Selection base, Selection target, int maxNodes);

  /**
   * What is in use more and more; for the types that are levels, such as {@code live_space}.
   *
   * @param byStack whether each stack trace has a row, and not each class and allocating function
   */
  Growth growth(Selection selection, boolean byStack);
}
