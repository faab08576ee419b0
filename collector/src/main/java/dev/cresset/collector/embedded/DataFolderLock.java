package dev.cresset.collector.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Keeps two engines from the same data folder. Held until the process ends, however it ends. */
final class DataFolderLock {
  /** For an engine whose owner was killed a moment ago, and that is just noticing. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private DataFolderLock() {}

  static void acquire(EngineOptions options) throws IOException {
    Files.createDirectories(options.data());
    Path file = options.data().resolve("lock");
    // Stays open on purpose: closing it gives up the lock.
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (!lock(channel)) {
      throw new IOException(
          "The data folder %s is in use by process %s: stop that server or choose another folder"
              .formatted(options.data(), Files.readString(file).strip()));
    }
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(Long.toString(options.owner()).getBytes(StandardCharsets.UTF_8)));
  }

  private static boolean lock(FileChannel channel) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return true;
      }
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for the data folder", e);
    }
  }
}
