package dev.cresset.allocationtracker;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which sites are followed, by class and method. Immutable, so that a transformer may be asked
 * while its successor is being made.
 */
final class FollowedClasses {
  private final Set<Site> sites;
  private final Map<String, Map<String, Set<String>>> methods = new HashMap<>();

  FollowedClasses(Collection<Site> sites) {
    this.sites = Collections.unmodifiableSet(new HashSet<>(sites));
    for (Site site : sites) {
      methods
          .computeIfAbsent(site.owner(), owner -> new HashMap<>())
          .computeIfAbsent(site.method(), method -> new HashSet<>())
          .add(site.allocated());
    }
  }

  Set<Site> sites() {
    return sites;
  }

  /** The classes whose methods are followed, as in class files. */
  Set<String> owners() {
    return methods.keySet();
  }

  boolean contains(String owner) {
    return methods.containsKey(owner);
  }

  boolean contains(Site site) {
    return sites.contains(site);
  }

  /** What is followed of a method; null for nothing. */
  Set<String> allocatedBy(String owner, String method) {
    return methods.get(owner).get(method);
  }

  /** The classes whose instrumentation is another now. */
  Set<String> changedSince(FollowedClasses before) {
    Set<String> changed = new HashSet<>(methods.keySet());
    changed.addAll(before.methods.keySet());
    changed.removeIf(owner -> same(methods.get(owner), before.methods.get(owner)));
    return changed;
  }

  private static boolean same(Object now, Object before) {
    return now != null && now.equals(before);
  }
}
