package dev.cresset.agent.guard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/**
 * A file that is there, and locked, while a JVM is young. One that is there without a lock is of a
 * JVM that has ended, and not by itself.
 */
final class StartMark implements AutoCloseable {
  private static final int MAX_BYTES = 1 << 16;

  private final Path file;
  private final FileChannel channel;

  private StartMark(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static StartMark make(Path file, LifeSigns signs) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      channel.lock();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      signs.toProperties().store(bytes, null);
      channel.write(ByteBuffer.wrap(bytes.toByteArray()));
      return new StartMark(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /**
   * Takes away the mark of a JVM that has ended.
   *
   * @return what it said; null if its JVM lives, or somebody else has taken it
   */
  static LifeSigns take(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      if (lock == null || !Files.exists(file)) {
        return null;
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MAX_BYTES, channel.size()));
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
      Properties properties = new Properties();
      properties.load(new ByteArrayInputStream(bytes.array(), 0, bytes.position()));
      Files.delete(file);
      return LifeSigns.of(properties);
    } catch (OverlappingFileLockException ofThisJvm) {
      return null;
    }
  }

  /** The JVM is young no more, or ends by itself. */
  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      channel.close();
    }
  }
}
