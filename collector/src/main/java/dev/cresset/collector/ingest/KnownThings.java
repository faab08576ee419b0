package dev.cresset.collector.ingest;

import dev.cresset.collector.pprof.DecodedProfile;
import dev.cresset.collector.pprof.Label;
import dev.cresset.collector.pprof.Limit;
import dev.cresset.collector.pprof.Overflow;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a service brought up on a day, as far as its limits and its memory allow it. What was once
 * allowed stays so for the day. Safe for use by many threads.
 */
final class KnownThings {
  /** Beside the limit, for sets that have nothing but names. */
  private static final int MAX_BARE_SETS = 1000;

  /** Besides its text, and its values. */
  private static final int BYTES_A_NAME = 200;

  private final DailyLimits limits;
  private final long seed;
  private final long maxBytes;
  private final KnownNames names;
  private final IdSet stacks;
  private final IdSet labelSets;
  private final IdSet bareSets;
  private final Map<String, IdSet> valuesByName = new HashMap<>();
  private long held;
  private volatile long bytes;

  /**
   * @param maxBytes of memory, about: beyond it nothing more is learnt, as if a limit were reached
   */
  KnownThings(DailyLimits limits, long seed, long maxBytes) {
    this.limits = limits;
    this.seed = seed;
    this.maxBytes = maxBytes;
    this.names = new KnownNames(limits.names(), seed);
    this.stacks = new IdSet(seed);
    this.labelSets = new IdSet(seed);
    this.bareSets = new IdSet(seed);
    this.held = names.bytes() + stacks.bytes() + labelSets.bytes() + bareSets.bytes();
    this.bytes = held;
  }

  /** Of memory, about. */
  long bytes() {
    return bytes;
  }

  /** Learns a profile's names, unless there would be too many; whatever memory there is. */
  synchronized Optional<KnownNames.TooMany> learn(Origin origin, Collection<String> types) {
    long before = names.bytes();
    Optional<KnownNames.TooMany> tooMany = names.learn(origin, types);
    held += names.bytes() - before;
    bytes = held;
    return tooMany;
  }

  /**
   * The profile with what is beyond the limits counted under {@code (other)}.
   *
   * @param broken gets how many of the profile's stack traces or sets of labels each limit changed
   */
  synchronized DecodedProfile fold(DecodedProfile content, Map<Limit, Integer> broken) {
    Set<Long> stackIds = foldedStacks(content);
    if (!stackIds.isEmpty()) {
      broken.put(limits.stacks(), stackIds.size());
    }
    Map<Long, DecodedProfile.LabelSet> sets = foldedSets(content, broken);
    bytes = held;
    return Overflow.fold(content, stackIds, sets);
  }

  private Set<Long> foldedStacks(DecodedProfile content) {
    Set<Long> folded = new HashSet<>();
    for (DecodedProfile.Stack stack : content.stacks()) {
      if (stack.id() != Overflow.STACK.id()
          && !allows(stacks, stack.id(), limits.stacks().maximum())) {
        folded.add(stack.id());
      }
    }
    return folded;
  }

  private Map<Long, DecodedProfile.LabelSet> foldedSets(
      DecodedProfile content, Map<Limit, Integer> broken) {
    Map<Long, DecodedProfile.LabelSet> folded = new HashMap<>();
    for (DecodedProfile.LabelSet set : content.labelSets()) {
      DecodedProfile.LabelSet other = fold(set, broken);
      if (other != set) {
        folded.put(set.id(), other);
      }
    }
    return folded;
  }

  private DecodedProfile.LabelSet fold(DecodedProfile.LabelSet set, Map<Limit, Integer> counts) {
    if (labelSets.contains(set.id())) {
      return set;
    }
    // Values of sets that are not told apart need not be known.
    boolean learns = takesMore(labelSets, limits.labelSets().maximum());
    Set<Limit> broken = new HashSet<>();
    DecodedProfile.LabelSet named =
        Overflow.fold(
            set, label -> !allowsName(label, broken), label -> !allowsValue(label, learns, broken));
    broken.forEach(limit -> counts.merge(limit, 1, Integer::sum));
    if (allows(labelSets, named.id(), limits.labelSets().maximum())) {
      return named;
    }
    counts.merge(limits.labelSets(), 1, Integer::sum);
    DecodedProfile.LabelSet bare = Overflow.fold(named, label -> false, label -> true);
    return allows(bareSets, bare.id(), MAX_BARE_SETS) ? bare : Overflow.LABELS;
  }

  private boolean allowsName(Label label, Set<Limit> broken) {
    if (valuesByName.containsKey(label.name()) || label.name().equals(Overflow.OTHER)) {
      return true;
    }
    IdSet values = new IdSet(seed);
    long more = BYTES_A_NAME + (long) Character.BYTES * label.name().length() + values.bytes();
    if (valuesByName.size() >= limits.labelNames().maximum() || held + more > maxBytes) {
      broken.add(limits.labelNames());
      return false;
    }
    held += more;
    valuesByName.put(label.name(), values);
    return true;
  }

  private boolean allowsValue(Label label, boolean learns, Set<Limit> broken) {
    IdSet values = valuesByName.get(label.name());
    if (values == null || label.text().equals(Overflow.OTHER)) {
      return true;
    }
    long id = Overflow.id(label);
    long maximum = limits.labelValues().maximum();
    if (learns ? allows(values, id, maximum) : values.contains(id) || values.size() < maximum) {
      return true;
    }
    broken.add(limits.labelValues());
    return false;
  }

  private boolean allows(IdSet known, long id, long maximum) {
    if (known.contains(id)) {
      return true;
    }
    if (!takesMore(known, maximum)) {
      return false;
    }
    held += known.growth();
    known.add(id);
    return true;
  }

  private boolean takesMore(IdSet known, long maximum) {
    return known.size() < maximum && held + known.growth() <= maxBytes;
  }
}
