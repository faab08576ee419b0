package dev.cresset.benchmarks.workload;

import dev.cresset.exporter.PprofEncoder;
import dev.cresset.sampler.Recordings;
import dev.cresset.sampler.SamplerConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import one.convert.Arguments;
import one.convert.JfrToPprof;

/** Turns one recording into a gzipped pprof of its CPU samples, with threads and lines. */
public final class ConvertWorkload {
  private ConvertWorkload() {}

  /**
   * @param args those of {@link Measurement}, then {@code cresset} or {@code jfr-converter}, and
   *     the recording
   */
  public static void main(String[] args) throws Exception {
    Measurement measurement = new Measurement(args);
    Path recording = Path.of(args[2]);
    Path pprof = Path.of(args[2] + '-' + args[1] + ".pb.gz");
    Recordings recordings = new Recordings(new SamplerConfig());
    measurement.run(
        args[1].equals("cresset")
            ? () -> ours(recordings, recording, pprof)
            : () -> jfrConverter(recording, pprof));
  }

  private static void ours(Recordings recordings, Path recording, Path pprof) {
    try (OutputStream out = Files.newOutputStream(pprof)) {
      new PprofEncoder().encode(recordings.cpu(recording), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void jfrConverter(Path recording, Path pprof) {
    try {
      Arguments arguments = new Arguments("--cpu", "--threads", "--lines");
      arguments.output = pprof.toString();
      JfrToPprof.convert(recording.toString(), pprof.toString(), arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
