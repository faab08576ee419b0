package dev.cresset.collector.ingest;

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

  /** Between two inserts, at least. */
  private static final Duration PACE = Duration.ofMillis(200);

  /** An agent's families arrive together; after a quiet time the first waits for the others. */
  private static final Duration GATHERING = Duration.ofMillis(20);

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
    Pending pending = new Pending(profile, new CompletableFuture<>());
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
        // By close(): what is queued is still written.
      } catch (RuntimeException | Error e) {
        // Who waits is to hear of it, whatever it is, and those to come are to be written.
        batch.forEach(pending -> pending.stored.completeExceptionally(e));
      }
    }
  }

  private void gather(List<Pending> batch) throws InterruptedException {
    Pending next = queue.take();
    long now = System.nanoTime();
    long end = Math.max(now + GATHERING.toNanos(), lastCommit + PACE.toNanos());
    long weight = 0;
    while (next != null) {
      batch.add(next);
      weight += next.profile.content().weight();
      boolean full = batch.size() >= MAX_PROFILES || weight >= MAX_WEIGHT;
      next = full ? null : nextUntil(end);
    }
  }

  private Pending nextUntil(long end) {
    long left = end - System.nanoTime();
    if (closed || left <= 0) {
      return queue.poll();
    }
    try {
      return queue.poll(left, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // By close(): no more waiting.
      return queue.poll();
    }
  }

  private void commit(List<Pending> batch) {
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
      if (batch.size() > 1 && ClickHouse.isRefusal(e)) {
        // One that cannot be stored must not keep the others out.
        batch.forEach(pending -> commit(List.of(pending)));
      } else {
        batch.forEach(pending -> pending.stored.completeExceptionally(e));
      }
    }
    lastCommit = System.nanoTime();
  }

  /** Writes what is queued, and takes no more. */
  @Override
  public void close() {
    closed = true;
    writer.interrupt();
    try {
      writer.join(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Pending(NewProfile profile, CompletableFuture<Void> stored) {}

  /** Stores all of some profiles, or fails. */
  interface Batches {
    void store(List<NewProfile> profiles) throws SQLException;
  }
}
