package dev.cresset.collector.ingest;

import dev.cresset.collector.pprof.Limit;
import dev.cresset.collector.pprof.PprofLimits;

/**
 * What is taken in.
 *
 * @param profile of one profile's content
 * @param attributes of one process
 * @param inFlight bytes of memory for all profiles on their way in
 * @param arriving bytes of all gRPC messages that are not taken in yet
 * @param retention in days; what is older would be deleted at once
 * @param daily of what a service brings up in a day
 */
public record IngestLimits(
    PprofLimits profile,
    Limit attributes,
    Limit inFlight,
    Limit arriving,
    Limit retention,
    DailyLimits daily) {}
