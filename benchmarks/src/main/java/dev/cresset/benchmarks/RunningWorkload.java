package dev.cresset.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;

/** One of the programs in {@code workload}, which are told on stdin how long to work. */
final class RunningWorkload implements RunningProgram {
  private final MeasuredProcess process;
  private int told;

  RunningWorkload(MeasuredProcess process) {
    this.process = process;
  }

  @Override
  public Cost work(Duration duration) throws IOException, InterruptedException {
    process.tell(Long.toString(duration.toSeconds()));
    told++;
    Pattern result = Pattern.compile("result " + told + " (units=.* allocated=[\\d.]+)\\R");
    return Cost.parse(process.await(result, duration.plusMinutes(1)).group(1));
  }

  @Override
  public MeasuredProcess process() {
    return process;
  }
}
