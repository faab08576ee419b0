package dev.cresset.collector.ingest;

import dev.cresset.collector.pprof.Limit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all profiles on their way in may take together. */
final class MemoryBudget {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Limit limit;
  private final AtomicLong taken = new AtomicLong();

  MemoryBudget(Limit limit) {
    this.limit = limit;
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
      if (!tryResize(bytes)) {
        refuse(bytes);
      }
    }

    /** Makes this the number of bytes taken, if there are as many. */
    boolean tryResize(long bytes) {
      long more = bytes - mine;
      if (taken.addAndGet(more) > limit.maximum() && more > 0) {
        taken.addAndGet(-more);
        return false;
      }
      mine = bytes;
      return true;
    }

    /** Says why there are not as many. */
    void refuse(long bytes) throws RejectedProfileException, OverloadedException {
      if (bytes > limit.maximum()) {
        throw new RejectedProfileException(
            limit.message("The bytes of memory that the profile takes are about", bytes),
            limit.setting(),
            bytes,
            limit.maximum());
      }
      throw new OverloadedException(
          "Profiles on their way in take all of the %d bytes that %s allows"
              .formatted(limit.maximum(), limit.setting()),
          RETRY);
    }

    long mine() {
      return mine;
    }

    @Override
    public void close() {
      taken.addAndGet(-mine);
      mine = 0;
    }
  }
}
