package dev.cresset.agent;

import dev.cresset.exporter.ProfileSink;
import dev.cresset.profile.Profile;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Hands each profile to all sinks. */
final class ProfileDispatch {
  private final List<ProfileSink> sinks;

  ProfileDispatch(List<ProfileSink> sinks) {
    this.sinks = sinks;
  }

  void accept(Profile profile) {
    sinks.forEach(sink -> sink.accept(profile));
  }

  /**
   * Takes over what has not left the former sinks yet, each from one of its kind where there is
   * one; they are closed.
   */
  void takeOver(ProfileDispatch former) {
    for (ProfileSink left : former.sinks) {
      ProfileSink heir =
          sinks.stream()
              .filter(sink -> sink.getClass() == left.getClass())
              .findFirst()
              .orElse(sinks.get(0));
      heir.takeOver(left);
    }
  }

  /**
   * All within the deadline.
   *
   * @return false if something was dropped
   */
  boolean close(Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    boolean complete = true;
    for (ProfileSink sink : sinks) {
      complete &= sink.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    return complete;
  }

  String counts() {
    return sinks.stream()
        .map(ProfileSink::counts)
        .map(String::valueOf)
        .collect(Collectors.joining("; "));
  }
}
