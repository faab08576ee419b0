package dev.cresset.benchmarks;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one run of a program took.
 *
 * @param cpuMicros CPU time of the process for each unit of work
 * @param p50Micros how long the unit in the middle took
 * @param p99Micros how long one unit of a hundred took at least
 * @param residentMegabytes at the end
 * @param millisToMain from the start of the process to {@code main}; NaN where that is not known
 * @param threadMicros CPU time, for each unit, of the thread that did the work: without collecting
 *     garbage and compiling; NaN where that is not known
 * @param allocatedMegabytes by that thread for each unit; NaN where that is not known
 */
record Cost(
    double cpuMicros,
    double p50Micros,
    double p99Micros,
    double residentMegabytes,
    double millisToMain,
    double threadMicros,
    double allocatedMegabytes) {
  private static final Pattern FIELD = Pattern.compile("(\\w+)=([\\d.]+)");

  /** From the line that a workload prints at its end. */
  static Cost parse(String line) {
    Map<String, Double> fields =
        FIELD
            .matcher(line)
            .results()
            .collect(Collectors.toMap(m -> m.group(1), m -> Double.valueOf(m.group(2))));
    return new Cost(
        fields.get("cpu") * 1e6 / fields.get("units"),
        fields.get("p50"),
        fields.get("p99"),
        fields.get("resident"),
        fields.get("main"),
        fields.get("thread") * 1e6 / fields.get("units"),
        fields.get("allocated") / fields.get("units"));
  }
}
