package dev.cresset.collector.store;

import dev.cresset.collector.pprof.DecodedProfile;
import java.util.Map;

/**
 * A profile to be stored.
 *
 * @param id what it is called however often it is delivered
 * @param family what kind of profile an agent took; may be empty
 */
public record NewProfile(
    String id,
    String service,
    String release,
    String environment,
    String instance,
    Map<String, String> attributes,
    String family,
    DecodedProfile content) {}
