package dev.cresset.collector.ingest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all profiles on their way in may take together. */
final class MemoryBudget {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final String setting;
  private final long maximum;
  private final AtomicLong taken = new AtomicLong();

  MemoryBudget(String setting, long maximum) {
    this.setting = setting;
    this.maximum = maximum;
  }

  /** Nothing yet; to be closed when the profile is out of the way. */
  Share open() {
    return new Share();
  }

  long taken() {
    return taken.get();
  }

  /** What one profile takes. For one thread at a time. */
  final class Share implements AutoCloseable {
    private long mine;

    /**
     * Makes this the number of bytes taken.
     *
     * @throws RejectedProfileException if it is more than there is at all
     * @throws OverloadedException if it is more than there is now
     */
    void resize(long bytes) throws RejectedProfileException, OverloadedException {
      if (bytes > maximum) {
        throw new RejectedProfileException(
            "The profile takes about %d bytes of memory, more than the %d that %s allows"
                .formatted(bytes, maximum, setting),
            setting,
            bytes,
            maximum);
      }
      long more = bytes - mine;
      if (taken.addAndGet(more) > maximum && more > 0) {
        taken.addAndGet(-more);
        throw new OverloadedException(
            "Profiles on their way in take all of the %d bytes that %s allows"
                .formatted(maximum, setting),
            RETRY);
      }
      mine = bytes;
    }

    @Override
    public void close() {
      taken.addAndGet(-mine);
      mine = 0;
    }
  }
}
