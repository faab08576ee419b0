package dev.cresset.exporter;

import dev.cresset.profile.Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Encodes profiles as gzipped pprof, the format of {@code go tool pprof} and most other viewers.
 * What becomes of frames, kinds and labels is described in {@code docs/pprof.md}.
 *
 * <p>The same profile always gives the same bytes. Stateless and safe for use by many threads.
 *
 * @see <a href="https://github.com/google/pprof/blob/main/proto/profile.proto">the format</a>
 */
public final class PprofEncoder {
  private static final int BUFFER = 16 * 1024;

  /** The whole profile as a gzipped pprof file. */
  public byte[] encode(Profile profile) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER);
    try {
      encode(profile, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory cannot fail.", e);
    }
    return bytes.toByteArray();
  }

  /** Writes the profile as a gzipped pprof file and leaves {@code target} open. */
  public void encode(Profile profile, OutputStream target) throws IOException {
    Deflated gzip = new Deflated(target);
    try {
      new PprofWriter(gzip).write(profile);
      gzip.finish();
    } finally {
      gzip.end();
    }
  }

  /** Gives back the deflater's native memory without closing the target. */
  private static final class Deflated extends GZIPOutputStream {
    Deflated(OutputStream target) throws IOException {
      super(target, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }

    void end() {
      def.end();
    }
  }
}
