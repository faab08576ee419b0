package dev.cresset.collector.ingest;

import dev.cresset.collector.pprof.DecodedProfile;
import dev.cresset.collector.pprof.Limit;
import dev.cresset.collector.store.Kept;
import dev.cresset.collector.store.Retention;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What has to be true of a profile besides its being one. */
final class Acceptance {
  /** As the protocol says. */
  private static final int MAX_ID = 128;

  /** Of what every row of the profile says, in bytes. */
  private static final int MAX_NAME = 1024;

  /** For clocks that are wrong. */
  private static final Duration MAX_FUTURE = Duration.ofDays(1);

  private final IngestLimits limits;
  private final Kept kept;

  Acceptance(IngestLimits limits, Kept kept) {
    this.limits = limits;
    this.kept = kept;
  }

  void check(IncomingProfile profile) throws RejectedProfileException {
    if (profile.profileId().isPresent()) {
      checkId(profile.profileId().get());
    }
    Origin origin = profile.origin();
    if (origin.service().isBlank()) {
      throw new RejectedProfileException("The profile names no service: set the service's name");
    }
    checkName("service", origin.service());
    checkName("release", origin.release());
    checkName("environment", origin.environment());
    checkName("instance", origin.instance());
    checkName("family", profile.family());
    check("The number of attributes is at least", origin.attributes().size(), limits.attributes());
    for (Map.Entry<String, String> attribute : origin.attributes().entrySet()) {
      checkLength("attribute's name", attribute.getKey());
      checkLength("attribute's value", attribute.getValue());
    }
  }

  private static void checkId(String id) throws RejectedProfileException {
    if (id.isBlank()) {
      throw new RejectedProfileException("The profile has no id: give it one that stays its own");
    }
    if (id.length() > MAX_ID) {
      throw new RejectedProfileException(
          "The profile's id has %d characters, more than %d".formatted(id.length(), MAX_ID));
    }
  }

  void check(String service, DecodedProfile content) throws RejectedProfileException {
    Duration age = Duration.between(content.start(), Instant.now());
    if (age.compareTo(MAX_FUTURE.negated()) < 0) {
      throw new RejectedProfileException(
          "The profile says it was taken at %s, which is in the future: is the clock right?"
              .formatted(content.start()));
    }
    Retention own = kept.retention().services().get(service);
    check(
        "The profile's age in days is",
        age.toDays(),
        own == null
            ? limits.retention()
            : new Limit("storage.service-retention", own.profileDays()));
    Instant deletedUntil = kept.deletedUntil();
    if (content.start().isBefore(deletedUntil)) {
      throw new RejectedProfileException(
          "The profile was taken at %s, and profiles from before %s were deleted, as storage.min-free asks on a disk that is nearly full: there is nothing left that it could be added to"
              .formatted(content.start(), deletedUntil),
          "storage.min-free",
          age.toDays(),
          Duration.between(deletedUntil, Instant.now()).toDays());
    }
  }

  private static void checkName(String what, String text) throws RejectedProfileException {
    int length = length(text);
    if (length > MAX_NAME) {
      throw new RejectedProfileException(
          "The profile's %s has %d bytes, more than %d: give it a shorter one"
              .formatted(what, length, MAX_NAME));
    }
  }

  private void checkLength(String what, String text) throws RejectedProfileException {
    check(
        "The length of the " + what + " in bytes is",
        length(text),
        limits.profile().stringLength());
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void check(String what, long value, Limit limit) throws RejectedProfileException {
    if (value > limit.maximum()) {
      throw new RejectedProfileException(
          limit.message(what, value), limit.setting(), value, limit.maximum());
    }
  }
}
