package dev.cresset.collector.ingest;

import dev.cresset.collector.pprof.Label;
import dev.cresset.collector.pprof.Limit;
import dev.cresset.collector.pprof.Overflow;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names that a service's profiles had on a day. One thread. */
final class KnownNames {
  private final List<Kind> kinds;

  KnownNames(NameLimits limits, long seed) {
    this.kinds =
        List.of(
            new Kind("releases", limits.releases(), new IdSet(seed)),
            new Kind("environments", limits.environments(), new IdSet(seed)),
            new Kind("instances", limits.instances(), new IdSet(seed)),
            new Kind("types", limits.types(), new IdSet(seed)));
  }

  /**
   * @param names what they are
   */
  private record Kind(String names, Limit limit, IdSet known) {
    Set<Long> newOf(Collection<String> some) {
      Set<Long> ids = new TreeSet<>();
      some.forEach(name -> ids.add(id(names, name)));
      ids.removeIf(known::contains);
      return ids;
    }
  }

  /**
   * There are too many.
   *
   * @param names what they are
   * @param count how many there would be
   */
  record TooMany(String names, Limit limit, long count) {}

  /**
   * Learns the names of a profile, unless it would have one too many: then none, or names that are
   * refused for another one would keep out others.
   */
  Optional<TooMany> learn(Origin origin, Collection<String> types) {
    List<Set<Long>> learnt =
        List.of(
            kinds.get(0).newOf(List.of(origin.release())),
            kinds.get(1).newOf(List.of(origin.environment())),
            kinds.get(2).newOf(List.of(origin.instance())),
            kinds.get(3).newOf(types));
    for (int i = 0; i < kinds.size(); i++) {
      Kind kind = kinds.get(i);
      long count = kind.known.size() + (long) learnt.get(i).size();
      if (!learnt.get(i).isEmpty() && count > kind.limit.maximum()) {
        return Optional.of(new TooMany(kind.names, kind.limit, count));
      }
    }
    for (int i = 0; i < kinds.size(); i++) {
      learnt.get(i).forEach(kinds.get(i).known::add);
    }
    return Optional.empty();
  }

  /** What tells names of a kind apart. */
  static long id(String kind, String name) {
    return Overflow.id(new Label(kind, name, 0, ""));
  }

  /** Of memory, about. */
  long bytes() {
    return kinds.stream().mapToLong(kind -> kind.known.bytes()).sum();
  }
}
