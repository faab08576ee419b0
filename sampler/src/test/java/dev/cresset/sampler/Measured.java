package dev.cresset.sampler;

import dev.cresset.profile.Family;
import dev.cresset.profile.Profile;
import dev.cresset.profile.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What engines said over one or more windows, and how to ask for it. */
final class Measured {
  private final List<Profile> profiles = new ArrayList<>();

  Measured add(List<Profile> sealed) {
    profiles.addAll(sealed);
    return this;
  }

  int windows() {
    return of(Family.WALL).size();
  }

  List<Profile> of(Family family) {
    return profiles.stream().filter(p -> p.family() == family).toList();
  }

  List<Sample> samples(Family family, Predicate<Sample> filter) {
    return samples(family).filter(filter).toList();
  }

  /** The sum of a value over all samples that match; by default the family's last value. */
  long sum(Family family, Predicate<Sample> filter) {
    return sum(family, family.types().size() - 1, filter);
  }

  long sum(Family family, int type, Predicate<Sample> filter) {
    return samples(family).filter(filter).mapToLong(s -> s.value(type)).sum();
  }

  long durationNanos(Family family) {
    return of(family).stream().mapToLong(Profile::durationNanos).sum();
  }

  private Stream<Sample> samples(Family family) {
    return of(family).stream().flatMap(p -> p.samples().stream());
  }

  static Predicate<Sample> in(String function) {
    return s -> s.stackTrace().frames().stream().anyMatch(f -> f.function().endsWith(function));
  }

  static Predicate<Sample> on(String thread) {
    return labelled("thread", thread);
  }

  static Predicate<Sample> labelled(String name, String value) {
    return s -> value.equals(s.labels().asMap().get(name));
  }
}
