package dev.cresset.collector.ingest;

import com.clickhouse.client.api.ClickHouseException;
import dev.cresset.collector.store.ClickHouse;
import dev.cresset.collector.store.NewProfile;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Stores in one insert what many threads want stored at about the same time. ClickHouse makes files
 * of every insert, so a few large ones cost much less than many small ones.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  private static final int MAX_PROFILES = 1000;
  private static final long MAX_WEIGHT = 32 << 20;

  /** More than one profile that cannot be stored among a thousand makes. */
  private static final int MAX_FAILURES = 40;

  /** Between two inserts, at least. */
  private static final Duration PACE = Duration.ofMillis(200);

  /** An agent's families arrive together; after a quiet time the first waits for the others. */
  private static final Duration GATHERING = Duration.ofMillis(20);

  /** Only to be noticed. */
  private static final Pending WAKE = new Pending(null, 0, null);

  private final Batches store;
  private final IngestMetrics metrics;

  /** Bounded by the memory budget of what is in it. */
  private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>();

  private final Thread writer;
  private volatile boolean closed;

  // Of the writer only.
  private long lastCommit = System.nanoTime() - PACE.toNanos();
  private boolean failing;

  private GroupCommit(Batches store, IngestMetrics metrics) {
    this.store = store;
    this.metrics = metrics;
    this.writer = Thread.ofPlatform().name("profile-writer").daemon().unstarted(this::write);
  }

  static GroupCommit start(Batches store, IngestMetrics metrics) {
    GroupCommit commit = new GroupCommit(store, metrics);
    commit.writer.start();
    return commit;
  }

  /**
   * Returns when the profile is on disk.
   *
   * @throws SQLException if it is not known to be
   */
  void store(NewProfile profile) throws SQLException, InterruptedException {
    Pending pending = new Pending(profile, profile.content().weight(), new CompletableFuture<>());
    queue.add(pending);
    if (closed && queue.remove(pending)) {
      throw new SQLException("The collector is shutting down");
    }
    try {
      pending.stored.get();
    } catch (ExecutionException e) {
      throw new SQLException(e.getCause().getMessage(), e.getCause());
    }
  }

  private void write() {
    while (!closed || !queue.isEmpty()) {
      List<Pending> batch = new ArrayList<>();
      try {
        gather(batch);
        commit(batch);
      } catch (InterruptedException e) {
        // By nobody here. What is queued is still written.
        LOG.debug("Interrupted", e);
      } catch (RuntimeException | Error e) {
        // Who waits is to hear of it, whatever it is, and those to come are to be written.
        batch.forEach(pending -> pending.stored.completeExceptionally(e));
      }
    }
  }

  /** Takes what is there, for as long as it takes to make a batch; nothing after {@link #WAKE}. */
  private void gather(List<Pending> batch) throws InterruptedException {
    Pending next = queue.take();
    long now = System.nanoTime();
    long end = Math.max(now + GATHERING.toNanos(), lastCommit + PACE.toNanos());
    long weight = 0;
    while (next != null && next != WAKE) {
      batch.add(next);
      weight += next.weight;
      boolean full = batch.size() >= MAX_PROFILES || weight >= MAX_WEIGHT;
      next = full ? null : nextUntil(end);
    }
  }

  private Pending nextUntil(long end) throws InterruptedException {
    long left = end - System.nanoTime();
    return closed || left <= 0 ? queue.poll() : queue.poll(left, TimeUnit.NANOSECONDS);
  }

  private void commit(List<Pending> batch) {
    if (!batch.isEmpty()) {
      commit(batch, new AtomicInteger(MAX_FAILURES));
      lastCommit = System.nanoTime();
    }
  }

  /**
   * @param patience how many more inserts may fail before the rest is left for later
   */
  private void commit(List<Pending> batch, AtomicInteger patience) {
    long start = System.nanoTime();
    try {
      store.store(batch.stream().map(Pending::profile).toList());
      batch.forEach(pending -> pending.stored.complete(null));
      metrics.committed(batch.size(), System.nanoTime() - start);
      if (failing) {
        failing = false;
        LOG.info("Profiles can be stored again");
      }
    } catch (SQLException | RuntimeException | Error e) {
      metrics.commitFailed();
      // Once, not five times a second for as long as it lasts.
      LOG.atLevel(failing ? Level.DEBUG : Level.WARN)
          .log("Profiles cannot be stored now; their senders are asked to wait", e);
      failing = true;
      if (batch.size() > 1 && canBeOfOne(e) && patience.decrementAndGet() > 0) {
        // One that cannot be stored must not keep the others out.
        int half = batch.size() / 2;
        commit(batch.subList(0, half), patience);
        commit(batch.subList(half, batch.size()), patience);
      } else {
        batch.forEach(pending -> pending.stored.completeExceptionally(e));
      }
    }
  }

  /** Whether one of the profiles may be why, and not that nothing can be stored at all. */
  private static boolean canBeOfOne(Throwable failure) {
    return ClickHouse.isRefusal(failure)
        || failure instanceof RuntimeException && !(failure instanceof ClickHouseException);
  }

  /** Writes what is queued, and takes no more. */
  @Override
  public void close() {
    closed = true;
    // Not by an interrupt, which would end an insert that is under way.
    queue.add(WAKE);
    try {
      writer.join(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isClosed() {
    return closed;
  }

  private record Pending(NewProfile profile, long weight, CompletableFuture<Void> stored) {}

  /** Stores all of some profiles, or fails. */
  interface Batches {
    void store(List<NewProfile> profiles) throws SQLException;
  }
}
