package dev.cresset.sampler.jfr;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads chunks of recordings, one after the other, into memory outside of the heap that is used
 * again and again. One thread.
 */
public final class ChunkBuffer {
  private static final int MAX_CHUNK_SIZE = 256 << 20;

  private final ByteBuffer header = ByteBuffer.allocate(ChunkHeader.SIZE);
  private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);

  /** What the chunk that begins at a position of a file begins with. */
  public ChunkHeader readHeader(FileChannel file, long position) throws IOException {
    header.clear();
    return ChunkHeader.of(fill(header, file, position));
  }

  /**
   * The chunk that begins at a position of a file.
   *
   * @return valid until the next call
   * @throws IOException also if it is larger than 256 MB, or the file ends before it does
   */
  public ByteBuffer read(FileChannel file, long position) throws IOException {
    long size = readHeader(file, position).chunkSize();
    if (size < ChunkHeader.SIZE || position + size > file.size()) {
      throw new IOException(
          String.format(
              "The recording is incomplete: the chunk at %d should have %d bytes, but the file ends"
                  + " at %d. Is there space in the temp directory?",
              position, size, file.size()));
    }
    return fill(bufferOf(size), file, position);
  }

  private ByteBuffer bufferOf(long size) throws IOException {
    if (size > MAX_CHUNK_SIZE) {
      throw new IOException(
          "A window was recorded in " + size + " bytes; seal more often or sample less often.");
    }
    if (size > buffer.capacity()) {
      int twice = Integer.highestOneBit((int) size) << 1;
      buffer = ByteBuffer.allocateDirect(Math.min(twice, MAX_CHUNK_SIZE));
    }
    buffer.clear();
    buffer.limit((int) size);
    return buffer;
  }

  /** Fills a buffer with what a file has from a position on, and makes it ready to be read. */
  public static ByteBuffer fill(ByteBuffer bytes, FileChannel file, long position)
      throws IOException {
    while (bytes.hasRemaining()) {
      if (file.read(bytes, position + bytes.position()) < 0) {
        throw new EOFException("The recording ends at " + (position + bytes.position()) + ".");
      }
    }
    bytes.flip();
    return bytes;
  }
}
