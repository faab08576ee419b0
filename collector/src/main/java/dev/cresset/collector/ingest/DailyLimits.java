package dev.cresset.collector.ingest;

import dev.cresset.collector.pprof.Limit;

/**
 * How many different things a service may bring up in a day; more are counted under {@code
 * (other)}.
 *
 * @param stacks stack traces
 * @param labelSets sets of labels
 * @param labelNames names of labels
 * @param labelValues values of each name
 * @param names by which profiles are told apart; those with more are refused instead
 */
public record DailyLimits(
    Limit stacks, Limit labelSets, Limit labelNames, Limit labelValues, NameLimits names) {}
