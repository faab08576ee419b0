package dev.cresset.sampler;

import java.util.List;

/** What async-profiler is started with. */
final class NativeOptions {
  /** No rotation of its own, none of its reports on the machine, but the time it takes itself. */
  private static final String RECORDING = "chunksize=0,chunktime=0,jfropts=31,features=stats";

  /** Which method a compiler's thread compiles, as a frame of its stack. */
  private static final String COMPILED_METHOD = "+comptask";

  /** The clock that Java can read too, so that samples can be told from which request they are. */
  private static final String CLOCK = ",clock=monotonic";

  /** Events a second, and memory for stack traces; what is beyond is counted as skipped. */
  private static final String BOUNDS =
      ",memlimit=64m,ratelimit=cpu:20000;alloc:20000;lock:20000;wall:50000;nativemem:20000";

  private NativeOptions() {}

  /**
   * @param config of the deepest stacks one frame fewer is kept, so that "truncated" has room
   */
  static String of(List<RecordedFamily> families, SamplerConfig config) {
    StringBuilder options = new StringBuilder(RECORDING);
    options.append(config.vmFrames() ? COMPILED_METHOD : "").append(CLOCK).append(BOUNDS);
    int maxDepth = config.maxDepth();
    options.append(",jstackdepth=").append(maxDepth).append('/').append(maxDepth - 1);
    for (RecordedFamily family : families) {
      family.settings().forEach((name, value) -> append(options, name, value));
    }
    return options.toString();
  }

  private static void append(StringBuilder options, String name, String value) {
    options.append(',').append(name);
    if (!value.isEmpty()) {
      options.append('=').append(value);
    }
  }
}
