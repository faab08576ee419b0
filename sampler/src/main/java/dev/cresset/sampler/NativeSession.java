package dev.cresset.sampler;

import dev.cresset.sampler.jfr.ChunkBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import one.profiler.AsyncProfiler;

/**
 * One run of async-profiler, from start to stop. It records into a file that has lost its name
 * before the first sample, so that nothing is left behind however the process ends.
 *
 * <p>The file never holds more than one window: async-profiler writes on at its own offset, and
 * what lies before that offset is cut out once it was read, which leaves a hole.
 */
final class NativeSession {
  /** Past this offset the session should be renewed: some file systems know no holes. */
  private static final long MAX_OFFSET = 1L << 30;

  /** Without it, async-profiler writes to the application's standard output. */
  private static final String QUIET = ",loglevel=none";

  private final AsyncProfiler profiler;
  private final String options;
  private final FileChannel recording;
  private final NativeMetrics metrics = new NativeMetrics();
  private final NativeThreads threads;
  private final ChunkBuffer buffer;
  private long chunkStart;
  private boolean holesFail;
  private boolean ended;

  private NativeSession(
      AsyncProfiler profiler,
      String options,
      FileChannel recording,
      ChunkBuffer buffer,
      NativeThreads threads) {
    this.profiler = profiler;
    this.options = options;
    this.recording = recording;
    this.buffer = buffer;
    this.threads = threads;
  }

  /**
   * @param options of async-profiler's start command
   * @param buffer for its chunks; may be shared with sessions that were stopped before
   * @throws IllegalStateException when async-profiler refuses; the message is its own
   * @throws IOException when there is no place for the recording
   */
  static NativeSession start(
      AsyncProfiler profiler, String options, ChunkBuffer buffer, Path tempDirectory)
      throws IOException {
    try (PrivateDirectory directory = PrivateDirectory.in(tempDirectory)) {
      Path file = nameable(directory.resolve("recording.jfr").toAbsolutePath());
      FileChannel recording =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      try {
        NativeThreads threads =
            NativeThreads.bornIn(
                () -> profiler.execute("start,jfr," + options + ",file=" + file + QUIET));
        if (recording.size() == 0) {
          profiler.execute("stop" + QUIET);
          throw new IOException("There is no space in " + tempDirectory + ".");
        }
        return new NativeSession(profiler, options, recording, buffer, threads);
      } catch (IOException | RuntimeException e) {
        recording.close();
        throw e;
      }
    }
  }

  /** What it was started with. */
  String options() {
    return options;
  }

  /**
   * What was recorded since the start or the last seal, as one chunk. Sampling goes on.
   *
   * @return valid until the buffer is used again
   */
  ByteBuffer seal() throws IOException {
    profiler.execute("dump,jfr" + QUIET);
    ByteBuffer chunk = readChunk();
    reclaim();
    metrics.update(profiler.execute("metrics" + QUIET));
    return chunk;
  }

  /**
   * Ends the session.
   *
   * @return what was recorded since the last seal, as one chunk; valid until the buffer is used
   *     again
   */
  ByteBuffer stop() throws IOException {
    try {
      profiler.execute("stop" + QUIET);
      metrics.update(profiler.execute("metrics" + QUIET));
      return readChunk();
    } finally {
      recording.close();
    }
  }

  /** Ends the session and drops what was recorded since the last seal. */
  void discard() {
    try {
      stop();
    } catch (IOException | RuntimeException e) {
      // It is not running, or what it wrote cannot be read. Nobody wants to.
    }
  }

  /** True when memory or file offsets have grown so far that a new session should take over. */
  boolean isWorn(long maxStackMemoryKb) {
    return holesFail || chunkStart > MAX_OFFSET || metrics.isFull(maxStackMemoryKb);
  }

  /** True if the seal found that somebody else had stopped async-profiler. */
  boolean hasEnded() {
    return ended;
  }

  /** How long the last window's stacks have taken to walk. */
  long walkNanos() {
    return metrics.walkNanos();
  }

  /** What async-profiler's own threads have used since the last call. */
  long takeThreadNanos() {
    return threads.takeNanos();
  }

  /** How many samples of the last window were dropped, as a comment; empty if none. */
  String skippedSamples() {
    return metrics.skipped();
  }

  private ByteBuffer readChunk() throws IOException {
    ByteBuffer chunk = buffer.read(recording, chunkStart);
    chunkStart += chunk.remaining();
    return chunk;
  }

  /**
   * Frees what was read. All that follows it is the next chunk's header: events stay in
   * async-profiler's buffers of 64 KB, which the seal has just emptied.
   */
  private void reclaim() {
    try {
      int size = Math.toIntExact(recording.size() - chunkStart);
      ended = size == 0;
      ByteBuffer header = ByteBuffer.allocate(size);
      ChunkBuffer.fill(header, recording, chunkStart);
      recording.truncate(0);
      while (header.hasRemaining()) {
        recording.write(header, chunkStart + header.position());
      }
    } catch (IOException e) {
      holesFail = true;
    }
  }

  private static Path nameable(Path file) throws IOException {
    String name = file.toString();
    if (name.indexOf(',') >= 0 || name.indexOf('%') >= 0) {
      throw new IOException(
          "async-profiler cannot write to "
              + name
              + ", since it has a comma or a percent sign; set another temp directory.");
    }
    return file;
  }
}
