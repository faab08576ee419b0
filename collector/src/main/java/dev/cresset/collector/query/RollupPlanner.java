package dev.cresset.collector.query;

import static dev.cresset.collector.query.RollupQuestion.HOUR;
import static dev.cresset.collector.query.RollupQuestion.MINUTE;
import static dev.cresset.collector.query.RollupQuestion.ceiling;

import dev.cresset.collector.query.LedgerMemory.Known;
import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.query.RollupLedger.Again;
import dev.cresset.collector.query.RollupLedger.Entries;
import dev.cresset.collector.query.RollupQuestion.Bounds;
import dev.cresset.collector.store.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Has a question answered from the coarsest tables that answer it exactly: hours where they are
 * whole, minutes where those are, and profiles for the rest, such as the edges of the range, the
 * last minutes, and where something arrived late.
 *
 * <p>Minutes may be deleted before profiles are: then profiles answer for them. Of a time whose
 * profiles are deleted there are minutes only, and later hours: of these a range has those that
 * begin in it.
 */
final class RollupPlanner {
  /** How often what is read may turn out to have been rolled up again just then. */
  private static final int ATTEMPTS = 3;

  private final RollupLedger ledger;
  private final Kept stored;
  private final LedgerMemory memory = new LedgerMemory();

  RollupPlanner(RollupLedger ledger, Kept stored) {
    this.ledger = ledger;
    this.stored = stored;
  }

  /** A plan for what rollups do not have. */
  Plan ofProfiles(Selection selection) {
    TimeRanges.Range range = SelectionSql.range(selection);
    return Plan.ofProfiles(
        TimeRanges.of(Math.max(range.from(), profilesFrom(selection)), range.to()));
  }

  /** What of a selection there may be profiles of. */
  Selection withProfiles(Selection selection) {
    Instant kept = Instant.ofEpochMilli(profilesFrom(selection));
    return selection.from().isBefore(kept) && kept.isBefore(selection.to())
        ? selection.from(kept)
        : selection;
  }

  private long profilesFrom(Selection selection) {
    Instant from = stored.profilesFrom(selection.service(), Instant.now());
    return ceiling(from.toEpochMilli(), MINUTE);
  }

  /**
   * Answers a question about a selection.
   *
   * @param step the width of the pieces of time, aligned to the epoch, that the answer tells apart
   * @param answer reads by a plan; called again if what it read may have been changing
   */
  <T> T answer(Selection selection, long step, Function<Plan, T> answer) {
    return answer(selection, step, keptOfStacks(selection.service()), answer, Function.identity());
  }

  /**
   * Answers a question about a selection's windows alone, of which minutes are kept longer.
   *
   * @param step the width of the pieces of time, aligned to the epoch, that the answer tells apart
   * @param answer reads no stack traces; called again if what it read may have been changing
   */
  <T> T answerByWindows(Selection selection, long step, Function<Plan, T> answer) {
    return answer(selection, step, keptOfWindows(selection.service()), answer, Function.identity());
  }

  /**
   * Answers a question about a selection that tells no times apart.
   *
   * @param read reads by a plan; called again if what it read may have been changing
   * @param make makes the answer of it, while the ledger is read again
   */
  <R, T> T answer(Selection selection, Function<Plan, R> read, Function<R, T> make) {
    return answer(selection, HOUR, keptOfStacks(selection.service()), read, make);
  }

  private <R, T> T answer(
      Selection selection, long step, Bounds kept, Function<Plan, R> read, Function<R, T> make) {
    if (!RollupLedger.canAnswer(selection) || step % MINUTE != 0) {
      return make.apply(read.apply(ofProfiles(selection)));
    }
    RollupQuestion question = RollupQuestion.of(selection, step, kept);
    if (question.first() >= question.end()) {
      return make.apply(read.apply(question.ofProfiles()));
    }
    Optional<T> found =
        memory
            .of(selection, question.firstHour(), question.lastHour())
            .flatMap(known -> remembered(question, known, read, make));
    for (int attempt = 0; attempt < ATTEMPTS && found.isEmpty(); attempt++) {
      found = asked(question, read, make);
    }
    if (found.isEmpty() && question.from() < question.kept().profiles()) {
      throw new QueryException(
          Reason.UNAVAILABLE,
          "What is asked for is being rolled up again just now. Ask again in a minute.");
    }
    return found.orElseGet(() -> make.apply(read.apply(question.ofProfiles())));
  }

  /** An answer by a new look at the ledger; nothing if that changed meanwhile. */
  private <R, T> Optional<T> asked(
      RollupQuestion question, Function<Plan, R> read, Function<R, T> make) {
    Known known;
    try (Aside<SortedSet<Long>> late = Aside.of(() -> late(question))) {
      Entries entries =
          ledger.entries(question.selection(), question.firstHour(), question.lastHour());
      known = new Known(entries, late.get());
    }
    RollupDraft draft = RollupDraft.of(question, known);
    R rows = read.apply(draft.plan());
    return confirmed(question, draft, known.late(), () -> make.apply(rows));
  }

  /** An answer by what is remembered of the ledger; nothing if that has become wrong. */
  private <R, T> Optional<T> remembered(
      RollupQuestion question, Known known, Function<Plan, R> read, Function<R, T> make) {
    RollupDraft draft = RollupDraft.of(question, known);
    if (!draft.plan().needsRollups() && question.from() < question.kept().profiles()) {
      // Of such a time profiles tell nothing, and nobody would look whether that is still so.
      return Optional.empty();
    }
    R rows;
    SortedSet<Long> lateNow;
    // Before the ledger is read again: what the job rolls up meanwhile is in there by then.
    try (Aside<SortedSet<Long>> late = Aside.of(() -> late(question))) {
      rows = read.apply(draft.plan());
      lateNow = late.get();
    }
    return draft.unusable().containsAll(lateNow.headSet(draft.last()))
        ? confirmed(question, draft, lateNow, () -> make.apply(rows))
        : Optional.empty();
  }

  private SortedSet<Long> late(RollupQuestion question) {
    long from = Math.max(question.first(), question.kept().profiles());
    return ledger.outdatedMinutes(question.selection(), from, question.end());
  }

  /** An answer, if the ledger still says of its buckets what it was planned by. */
  private <T> Optional<T> confirmed(
      RollupQuestion question, RollupDraft draft, SortedSet<Long> late, Supplier<T> answer) {
    if (!draft.plan().needsRollups()) {
      return Optional.of(answer.get());
    }
    try (Aside<Again> asked =
        Aside.of(() ->
            ledger.again(
                question.selection(), question.firstHour(), question.lastHour(), draft.closed()))) {
      T made = answer.get();
      Again again = asked.get();
      memory.remember(question.selection(), new Known(again.now(), late));
      return again.before().equals(draft.hours()) ? Optional.of(made) : Optional.empty();
    }
  }

  private Bounds keptOfStacks(String service) {
    Instant now = Instant.now();
    long profiles = stored.profilesFrom(service, now).toEpochMilli();
    long minutes = ceiling(stored.minutesFrom(service, now).toEpochMilli(), HOUR);
    // Of an hour that has no minutes, there are all profiles or none.
    return new Bounds(
        ceiling(profiles, minutes > profiles ? HOUR : MINUTE), minutes, hoursFrom(service, now));
  }

  private Bounds keptOfWindows(String service) {
    Instant now = Instant.now();
    long profiles = ceiling(stored.profilesFrom(service, now).toEpochMilli(), MINUTE);
    Duration windows = Duration.ofDays(stored.retention().of(service).windowDays());
    return new Bounds(
        profiles,
        Math.min(profiles, ceiling(now.minus(windows).toEpochMilli(), HOUR)),
        hoursFrom(service, now));
  }

  private long hoursFrom(String service, Instant now) {
    Duration hours = Duration.ofDays(stored.retention().of(service).hourDays());
    return ceiling(now.minus(hours).toEpochMilli(), HOUR);
  }
}
