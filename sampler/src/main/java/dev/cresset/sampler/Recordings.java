package dev.cresset.sampler;

import dev.cresset.profile.Profile;
import dev.cresset.sampler.jfr.ChunkBuffer;
import dev.cresset.sampler.jfr.JfrFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;

/** Reads recordings that async-profiler left as files, into memory that it keeps. One thread. */
public final class Recordings {
  private final SamplerConfig config;
  private final ChunkBuffer buffer = new ChunkBuffer();

  /**
   * @param config whose interval the CPU samples were taken at
   */
  public Recordings(SamplerConfig config) {
    this.config = config;
  }

  /**
   * The CPU profile of a recording, all its chunks together.
   *
   * @throws IOException if it cannot be read, or is no recording
   */
  public Profile cpu(Path recording) throws IOException {
    RecordedWindow window =
        new RecordedWindow(
            Collections.singletonList(new NativeCpu(config.cpuInterval())),
            Recorder.ASYNC_PROFILER,
            config.maxDepth(),
            config.vmFrames());
    try (JfrFile file = JfrFile.open(recording, buffer)) {
      while (file.next() != null) {
        window.read(file.read(), SampleContexts.Known.NOTHING);
      }
    }
    return window.finish(Collections.emptyList()).get(0);
  }
}
