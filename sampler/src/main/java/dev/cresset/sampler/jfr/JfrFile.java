package dev.cresset.sampler.jfr;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A recording in a file, one chunk at a time. One thread. */
public final class JfrFile implements Closeable {
  private final FileChannel file;
  private final ChunkBuffer buffer;
  private long start;
  private long next;

  private JfrFile(FileChannel file, ChunkBuffer buffer) {
    this.file = file;
    this.buffer = buffer;
  }

  /**
   * @param buffer what is read goes there, until the next chunk
   */
  public static JfrFile open(Path recording, ChunkBuffer buffer) throws IOException {
    return new JfrFile(FileChannel.open(recording, StandardOpenOption.READ), buffer);
  }

  /**
   * Goes to the next chunk.
   *
   * @return null after the last one
   * @throws IOException if something else follows, or a part of a chunk
   */
  public ChunkHeader next() throws IOException {
    if (next > 0 && next >= file.size()) {
      return null;
    }
    start = next;
    ChunkHeader header = buffer.readHeader(file, start);
    next = start + header.chunkSize();
    if (next <= start) {
      throw new IOException("The recording is incomplete: its chunk at " + start + " has no end.");
    }
    return header;
  }

  /** The chunk at which it stands, valid until the next one is read. */
  public JfrChunk read() throws IOException {
    return JfrChunk.of(buffer.read(file, start));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
