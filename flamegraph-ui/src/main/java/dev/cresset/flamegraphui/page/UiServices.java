package dev.cresset.flamegraphui.page;

import dev.cresset.collector.query.ProfileQueries;
import java.time.Clock;

/**
 * What pages are made with; a page that wants it declares it as its constructor's parameter.
 *
 * @param queries answers everything that is shown
 * @param runner asks it in the background
 * @param clock what "now" in a time range means
 * @param grpcPort where agents push
 */
public record UiServices(ProfileQueries queries, QueryRunner runner, Clock clock, int grpcPort) {}
