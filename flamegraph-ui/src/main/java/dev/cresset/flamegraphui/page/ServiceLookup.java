package dev.cresset.flamegraphui.page;

import dev.cresset.collector.query.ProfileQueries;
import dev.cresset.collector.query.QueryException;
import dev.cresset.collector.query.QueryException.Reason;
import dev.cresset.collector.query.ServiceSummary;

/** Finds what is known of one service. */
public final class ServiceLookup {
  private ServiceLookup() {}

  /**
   * @throws QueryException if there is no such service
   */
  public static ServiceSummary find(ProfileQueries queries, String service) {
    return queries.services().stream()
        .filter(s -> s.service().equals(service))
        .findFirst()
        .orElseThrow(() ->
            new QueryException(
                Reason.NOT_FOUND,
                "There is no service \"" + service + "\". Choose one from the list of services."));
  }
}
