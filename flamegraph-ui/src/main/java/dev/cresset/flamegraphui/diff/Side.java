package dev.cresset.flamegraphui.diff;

import dev.cresset.collector.query.Selection;
import dev.cresset.flamegraphui.page.Filter;
import dev.cresset.flamegraphui.page.TimeRange;
import dev.cresset.flamegraphui.page.UrlQuery;
import java.time.Instant;
import java.util.Optional;

/**
 * One side of a comparison.
 *
 * @param range its own range, where it is not the one of both sides
 */
record Side(Filter filter, Optional<TimeRange> range) {
  static final Side NONE = new Side(Filter.NONE, Optional.empty());

  static Side from(UrlQuery query, String prefix) {
    Optional<String> from = query.get(prefix + "from");
    Optional<String> to = query.get(prefix + "to");
    Optional<TimeRange> range =
        from.isPresent() || to.isPresent()
            ? Optional.of(new TimeRange(from.orElse("now-1h"), to.orElse("now")))
            : Optional.empty();
    return new Side(Filter.from(query, prefix), range);
  }

  void writeTo(UrlQuery query, String prefix) {
    filter.writeTo(query, prefix);
    query.put(prefix + "from", range.map(TimeRange::from));
    query.put(prefix + "to", range.map(TimeRange::to));
  }

  /** Its release. */
  String name() {
    return filter.release().orElse("all releases");
  }

  Side withFilter(Filter other) {
    return new Side(other, range);
  }

  Side withRange(Optional<TimeRange> other) {
    return new Side(filter, other);
  }

  Selection selection(String service, String type, TimeRange both, Instant now) {
    TimeRange.Resolved resolved = range.orElse(both).at(now);
    return new Selection(
        service,
        type,
        resolved.from(),
        resolved.to(),
        filter.release(),
        filter.environment(),
        filter.instance(),
        filter.labels());
  }
}
