package dev.cresset.collector.query;

import dev.cresset.collector.query.Plan.Buckets;
import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.query.RollupLedger.Entries;
import dev.cresset.collector.query.RollupLedger.Hour;
import dev.cresset.collector.store.Kept;
import dev.cresset.collector.store.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Has a question answered from the coarsest tables that answer it exactly: hours where they are
 * whole, minutes where those are, and profiles for the rest, such as the edges of the range, the
 * last minutes, and where something arrived late.
 *
 * <p>Of a time whose profiles are deleted there are minutes only, and later hours: of these a range
 * has those that begin in it.
 */
final class RollupPlanner {
  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;

  /** With more pieces than this, profiles are quicker. */
  private static final int MAX_RANGES = 200;

  /** How often what is read may turn out to have been rolled up again just then. */
  private static final int ATTEMPTS = 3;

  private final RollupLedger ledger;
  private final Kept stored;

  RollupPlanner(RollupLedger ledger, Kept stored) {
    this.ledger = ledger;
    this.stored = stored;
  }

  /** A plan for what rollups do not have. */
  Plan ofProfiles(Selection selection) {
    TimeRanges.Range range = SelectionSql.range(selection);
    return Plan.ofProfiles(
        TimeRanges.of(Math.max(range.from(), kept(selection.service()).profiles), range.to()));
  }

  /** What of a selection there may be profiles of. */
  Selection withProfiles(Selection selection) {
    Instant kept = Instant.ofEpochMilli(kept(selection.service()).profiles);
    return selection.from().isBefore(kept) && kept.isBefore(selection.to())
        ? selection.from(kept)
        : selection;
  }

  /**
   * Answers a question about a selection.
   *
   * @param answer reads by a plan; called again if what it read may have been changing
   */
  <T> T answer(Selection selection, Function<Plan, T> answer) {
    return answer(selection, HOUR, answer);
  }

  /**
   * Answers a question about a selection.
   *
   * @param step the width of the pieces of time, aligned to the epoch, that the answer tells apart
   * @param answer reads by a plan; called again if what it read may have been changing
   */
  <T> T answer(Selection selection, long step, Function<Plan, T> answer) {
    if (!RollupLedger.canAnswer(selection) || step % MINUTE != 0) {
      return answer.apply(ofProfiles(selection));
    }
    TimeRanges.Range range = SelectionSql.range(selection);
    Bounds kept = kept(selection.service());
    long from = kept.aligned(range.from());
    long to = kept.aligned(range.to());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Draft draft = plan(selection, from, to, step, kept);
      T found = answer.apply(draft.plan);
      if (!draft.plan.needsRollups()
          || draft.hours.equals(ledger.hours(selection, draft.from, draft.closed))) {
        return found;
      }
    }
    if (from < kept.profiles) {
      throw new QueryException(
          Reason.UNAVAILABLE,
          "What is asked for is being rolled up again just now. Ask again in a minute.");
    }
    return answer.apply(Plan.ofProfiles(TimeRanges.of(from, to)));
  }

  private Bounds kept(String service) {
    Retention retention = stored.retention().of(service);
    long now = Instant.now().toEpochMilli();
    long profiles =
        ceiling(stored.profilesFrom(service, Instant.ofEpochMilli(now)).toEpochMilli(), MINUTE);
    return new Bounds(
        profiles,
        Math.min(profiles, ceiling(now - Duration.ofDays(retention.minuteDays()).toMillis(), HOUR)),
        ceiling(now - Duration.ofDays(retention.hourDays()).toMillis(), HOUR));
  }

  /**
   * From when on there are profiles, minutes and hours: all of them. Older ones are about to be
   * deleted, and so may be what they refer to.
   *
   * @param minutes no later than {@code profiles}
   * @param hours no later than {@code minutes}
   */
  private record Bounds(long profiles, long minutes, long hours) {
    long aligned(long time) {
      long kept = Math.max(time, hours);
      return kept < minutes ? ceiling(kept, HOUR) : kept < profiles ? ceiling(kept, MINUTE) : kept;
    }
  }

  /**
   * A plan with what it rests on.
   *
   * @param hours what the ledger said of the hours between {@code from} and {@code closed}
   */
  private record Draft(Plan plan, Map<Long, Hour> hours, long from, long closed) {}

  private Draft plan(Selection selection, long from, long to, long step, Bounds kept) {
    long first = ceiling(from, MINUTE);
    long end = Math.floorDiv(to, MINUTE) * MINUTE;
    Plan profiles = Plan.ofProfiles(TimeRanges.of(from, to));
    if (first >= end) {
      return new Draft(profiles, Map.of(), from, to);
    }
    long firstHour = Math.floorDiv(first, HOUR) * HOUR;
    Entries entries;
    SortedSet<Long> unusable;
    try (Aside<SortedSet<Long>> outdated =
        Aside.of(() -> ledger.outdatedMinutes(selection, Math.max(first, kept.profiles), end))) {
      entries = ledger.closed(selection, firstHour, end);
      unusable = outdated.get();
    }
    Map<Long, Hour> hours = entries.hours();
    long last = entries.closed();
    if (first >= last) {
      return new Draft(profiles, Map.of(), from, to);
    }
    hours.values().forEach(hour -> unusable.addAll(hour.unfinished()));
    // They are all there is.
    unusable.headSet(kept.profiles).clear();
    unusable.tailSet(last).clear();

    SortedSet<Long> inMinutes = new TreeSet<>();
    hours.forEach((start, hour) -> {
      if (start >= kept.minutes && (step % HOUR != 0 || !hour.whole())) {
        inMinutes.add(start);
      }
    });
    unusable.forEach(minute -> inMinutes.add(Math.floorDiv(minute, HOUR) * HOUR));
    Plan plan = plan(from, to, first, last, unusable, inMinutes, hours);
    boolean quick = plan.ranges() <= MAX_RANGES || from < kept.profiles;
    return new Draft(quick ? plan : profiles, hours, firstHour, last);
  }

  private static Plan plan(
      long from,
      long to,
      long first,
      long last,
      SortedSet<Long> unusableMinutes,
      SortedSet<Long> hoursInMinutes,
      Map<Long, Hour> hours) {
    long firstHour = Math.min(ceiling(first, HOUR), last);
    long lastHour = Math.max(Math.floorDiv(last, HOUR) * HOUR, firstHour);
    TimeRanges inner = TimeRanges.of(firstHour, lastHour);
    TimeRanges minutes =
        TimeRanges.of(first, firstHour)
            .and(inner.within(hoursInMinutes, HOUR))
            .and(TimeRanges.of(lastHour, last));
    SortedSet<Long> hoursAgain = starts(hours, hour -> !hour.once());
    SortedSet<Long> minutesAgain = starts(hours, hour -> !hour.minutesOnce());
    TimeRanges usableHours = inner.without(hoursInMinutes, HOUR);
    TimeRanges usableMinutes = minutes.without(unusableMinutes, MINUTE);
    return new Plan(
        TimeRanges.of(from, first)
            .and(minutes.within(unusableMinutes, MINUTE))
            .and(TimeRanges.of(last, to)),
        List.of(
            new Buckets("_1m", true, usableMinutes.without(minutesAgain, HOUR)),
            new Buckets("_1m", false, usableMinutes.within(minutesAgain, HOUR)),
            new Buckets("_1h", true, usableHours.without(hoursAgain, HOUR)),
            new Buckets("_1h", false, usableHours.within(hoursAgain, HOUR))));
  }

  private static SortedSet<Long> starts(Map<Long, Hour> hours, Predicate<Hour> which) {
    SortedSet<Long> starts = new TreeSet<>();
    hours.forEach((start, hour) -> {
      if (which.test(hour)) {
        starts.add(start);
      }
    });
    return starts;
  }

  private static long ceiling(long time, long width) {
    return -Math.floorDiv(-time, width) * width;
  }
}
