package dev.cresset.collector.ingest;

import dev.cresset.collector.pprof.Limit;

/**
 * How many different names there may be in a day; profiles with more are refused.
 *
 * @param services of all agents together
 * @param releases of a service, as all that follow
 * @param environments it runs in
 * @param instances its processes
 * @param types its profiles have
 */
public record NameLimits(
    Limit services, Limit releases, Limit environments, Limit instances, Limit types) {}
