package dev.cresset.collector.query;

import static dev.cresset.collector.query.RollupQuestion.HOUR;
import static dev.cresset.collector.query.RollupQuestion.MINUTE;

import dev.cresset.collector.query.LedgerMemory.Known;
import dev.cresset.collector.query.Plan.Buckets;
import dev.cresset.collector.query.RollupLedger.Hour;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A plan with what it rests on.
 *
 * @param unusable minutes that it does not use
 * @param hours what the ledger said of the hours up to {@code closed}
 * @param last before which it may use minutes
 */
record RollupDraft(
    Plan plan, SortedSet<Long> unusable, SortedMap<Long, Hour> hours, long closed, long last) {
  /** With more pieces than this, profiles are quicker. */
  private static final int MAX_RANGES = 200;

  static RollupDraft of(RollupQuestion question, Known known) {
    SortedMap<Long, Hour> hours =
        known.entries().hours().subMap(question.firstHour(), question.lastHour());
    long closed = Math.min(known.entries().closed(), question.lastHour());
    long first = question.first();
    long last = Math.min(question.end(), closed);
    RollupQuestion.Bounds kept = question.kept();
    SortedSet<Long> unusable = new TreeSet<>(known.late());
    if (first >= last) {
      return new RollupDraft(question.ofProfiles(), unusable, hours, closed, last);
    }
    hours.values().forEach(hour -> unusable.addAll(hour.unfinished()));
    // They are all there is.
    unusable.headSet(kept.profiles()).clear();
    unusable.headSet(first).clear();
    unusable.tailSet(last).clear();

    SortedSet<Long> inMinutes = new TreeSet<>();
    hours.forEach((start, hour) -> {
      if (start >= kept.detailed() && (question.step() % HOUR != 0 || !hour.whole())) {
        inMinutes.add(start);
      }
    });
    unusable.forEach(minute -> inMinutes.add(Math.floorDiv(minute, HOUR) * HOUR));
    Plan plan = plan(question, first, last, unusable, inMinutes, hours);
    boolean quick = plan.ranges() <= MAX_RANGES || question.from() < kept.profiles();
    return new RollupDraft(quick ? plan : question.ofProfiles(), unusable, hours, closed, last);
  }

  private static Plan plan(
      RollupQuestion question,
      long first,
      long last,
      SortedSet<Long> unusableMinutes,
      SortedSet<Long> hoursInMinutes,
      Map<Long, Hour> hours) {
    long firstHour = Math.min(RollupQuestion.ceiling(first, HOUR), last);
    long lastHour = Math.max(Math.floorDiv(last, HOUR) * HOUR, firstHour);
    TimeRanges inner = TimeRanges.of(firstHour, lastHour);
    TimeRanges inDetail =
        TimeRanges.of(first, firstHour)
            .and(inner.within(hoursInMinutes, HOUR))
            .and(TimeRanges.of(lastHour, last));
    TimeRanges minutes = inDetail.since(question.kept().minutes());
    SortedSet<Long> hoursAgain = starts(hours, hour -> !hour.once());
    SortedSet<Long> minutesAgain = starts(hours, hour -> !hour.minutesOnce());
    TimeRanges usableHours = inner.without(hoursInMinutes, HOUR);
    TimeRanges usableMinutes = minutes.without(unusableMinutes, MINUTE);
    return new Plan(
        TimeRanges.of(question.from(), first)
            .and(inDetail.before(question.kept().minutes()))
            .and(minutes.within(unusableMinutes, MINUTE))
            .and(TimeRanges.of(last, question.to())),
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
}
