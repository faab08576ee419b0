package dev.cresset.sampler;

import dev.cresset.profile.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import one.jfr.JfrReader;

/** Reads recordings that async-profiler left as files. */
public final class Recordings {
  private Recordings() {}

  /**
   * The CPU profile of a recording, all its chunks together.
   *
   * @param config whose interval the CPU samples were taken at
   * @throws IOException if it cannot be read, or is no recording
   */
  public static Profile cpu(Path recording, SamplerConfig config) throws IOException {
    RecordedWindow window =
        new RecordedWindow(
            Collections.singletonList(new NativeCpu(config.cpuInterval())),
            Recorder.ASYNC_PROFILER,
            config.maxDepth(),
            config.vmFrames());
    try (JfrReader reader = new JfrReader(recording.toString())) {
      reader.stopAtNewChunk = true;
      do {
        window.read(reader, SampleContexts.Known.NOTHING);
      } while (reader.hasMoreChunks());
    }
    return window.finish(Collections.emptyList()).get(0);
  }
}
