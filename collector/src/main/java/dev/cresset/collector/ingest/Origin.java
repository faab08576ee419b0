package dev.cresset.collector.ingest;

import java.util.Map;

/**
 * Who a profile is of.
 *
 * @param service never empty
 * @param release the service's version; empty where it is not known
 * @param environment such as {@code production}; may be empty
 * @param instance what tells two processes of a service apart; may be empty
 * @param attributes what else is known of the process
 */
public record Origin(
    String service,
    String release,
    String environment,
    String instance,
    Map<String, String> attributes) {
  public Origin {
    attributes = Map.copyOf(attributes);
  }
}
