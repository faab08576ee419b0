package dev.cresset.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * One family's samples of one window.
 *
 * <p>Immutable and safe for use by many threads. {@link #id()} stays the same however often the
 * profile is sent.
 */
public final class Profile {
  private final String id;
  private final Family family;
  private final long startNanos;
  private final long durationNanos;
  private final ProfileType periodType;
  private final long period;
  private final List<String> comments;
  private final List<Sample> samples;

  private Profile(Builder builder) {
    this.id = UUID.randomUUID().toString();
    this.family = builder.family;
    this.startNanos = builder.startNanos;
    this.durationNanos = builder.durationNanos;
    this.periodType = builder.periodType;
    this.period = builder.period;
    this.comments = Collections.unmodifiableList(new ArrayList<>(builder.comments));
    this.samples = builder.samples.list();
  }

  private Profile(Profile profile, List<String> further) {
    this.id = profile.id;
    this.family = profile.family;
    this.startNanos = profile.startNanos;
    this.durationNanos = profile.durationNanos;
    this.periodType = profile.periodType;
    this.period = profile.period;
    List<String> all = new ArrayList<>(profile.comments);
    all.addAll(further);
    this.comments = Collections.unmodifiableList(all);
    this.samples = profile.samples;
  }

  public static Builder builder(Family family) {
    return new Builder(family);
  }

  /** A random UUID, the profile's identity across retries. */
  public String id() {
    return id;
  }

  public Family family() {
    return family;
  }

  /** When the window began, in nanoseconds since the epoch (UTC). */
  public long startNanos() {
    return startNanos;
  }

  /** How long the window was, in nanoseconds. */
  public long durationNanos() {
    return durationNanos;
  }

  /** What {@link #period()} counts. */
  public ProfileType periodType() {
    return periodType;
  }

  /** How much of {@link #periodType()} lies between two samples, on average. */
  public long period() {
    return period;
  }

  /** How the profile was taken, for people: engine, reason for its choice, what was dropped. */
  public List<String> comments() {
    return comments;
  }

  /** The same profile, with the same id, and comments behind those that it has. */
  public Profile withComments(List<String> further) {
    return new Profile(this, further);
  }

  /**
   * One sample for each distinct stack trace and labels; unmodifiable, in the order in which they
   * were first seen.
   */
  public List<Sample> samples() {
    return samples;
  }

  @Override
  public String toString() {
    return family.wireName() + " profile " + id + " of " + samples.size() + " stack traces";
  }

  /** Collects a window, adding up what falls on the same stack trace and labels. One thread. */
  public static final class Builder {
    private final Family family;
    private final SampleTable samples = new SampleTable();
    private final List<String> comments = new ArrayList<>();
    private long startNanos;
    private long durationNanos;
    private ProfileType periodType;
    private long period;

    private Builder(Family family) {
      this.family = Objects.requireNonNull(family, "family");
      this.periodType = family.defaultType();
    }

    /**
     * @param startNanos when the window began, in nanoseconds since the epoch
     * @param durationNanos how long it was, in nanoseconds
     */
    public Builder window(long startNanos, long durationNanos) {
      this.startNanos = startNanos;
      this.durationNanos = durationNanos;
      return this;
    }

    /** How much of {@code type} lies between two samples, on average. */
    public Builder period(ProfileType type, long period) {
      this.periodType = Objects.requireNonNull(type, "type");
      this.period = period;
      return this;
    }

    public Builder comment(String comment) {
      comments.add(Objects.requireNonNull(comment, "comment"));
      return this;
    }

    /**
     * Adds to what was seen at this stack trace and labels.
     *
     * @param amounts one for each of {@link Family#types()}, in their order and units
     * @throws IllegalArgumentException for another number of amounts
     * @throws IllegalStateException after {@link #build}
     */
    public Builder add(StackTrace stack, Labels labels, long... amounts) {
      if (amounts.length != family.types().size()) {
        throw new IllegalArgumentException(
            "A "
                + family.wireName()
                + " sample has "
                + family.types()
                + ", not "
                + Arrays.toString(amounts));
      }
      samples.add(stack, labels, amounts);
      return this;
    }

    public boolean isEmpty() {
      return samples.isEmpty();
    }

    /** The profile; nothing can be added afterwards. */
    public Profile build() {
      return new Profile(this);
    }
  }
}
