package dev.cresset.exporter;

import dev.cresset.profile.Profile;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A sink that encodes a profile when it gets it, keeps it in a {@link Spool}, and lets one daemon
 * thread take it from there.
 */
abstract class SpooledSink implements ProfileSink {
  private static final long PAUSE_AFTER_ERROR_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How many attempts may fail, from the call to close on, before it is given up. */
  private static final int LAST_FAILURES = 2;

  /** For whoever is told to end at once to take leave. */
  private static final Duration HAND_OVER = Duration.ofSeconds(1);

  final Spool spool;
  final Signal signal = new Signal();
  final ExportLog log;

  private final PprofEncoder encoder = new PprofEncoder();
  private final String threadName;
  private final Complaint unencodable;
  private final Complaint overflow;
  private final Complaint broken;
  private Thread thread;
  private volatile boolean hurried;
  private volatile boolean closing;
  private volatile long closeAt;

  SpooledSink(String threadName, Spool spool, ExportLog log) {
    this.threadName = threadName;
    this.spool = spool;
    this.log = log;
    this.unencodable = new Complaint(log);
    this.overflow = new Complaint(log);
    this.broken = new Complaint(log);
  }

  /**
   * Does what there is to do now. On the sink's thread.
   *
   * @return for how many nanoseconds there is nothing more to do unless {@link #signal} is raised
   */
  abstract long work() throws Exception;

  /** The next attempt is to be made at once, however long ago the last one failed. */
  abstract void hurry();

  /** Work ended unexpectedly: what was under way is to be done again. Does not throw. */
  abstract void startAfresh();

  /** How many attempts have failed since the last success or the last {@link #hurry}. */
  abstract int failures();

  /** The end of the sink's thread: frees what it holds. */
  abstract void release();

  /** Why profiles pile up here, how many are kept, and what to do about it. */
  abstract String describeOverflow();

  @Override
  public final void accept(Profile profile) {
    EncodedProfile encoded;
    try {
      encoded = EncodedProfile.of(profile, encoder);
    } catch (Throwable e) {
      spool.countUnencodable();
      complain(unencodable, "A profile could not be encoded and is lost: " + e + ".");
      return;
    }
    keep(encoded);
  }

  private void keep(EncodedProfile encoded) {
    int dropped = spool.offer(encoded);
    if (dropped > 0 && !closing) {
      complain(overflow, describeOverflow());
    }
    start();
    signal.raise();
  }

  @Override
  public final void takeOver(ProfileSink former) {
    ((SpooledSink) former).handOver().forEach(this::keep);
  }

  /** Ends at once, with all that has not left. */
  private List<EncodedProfile> handOver() {
    List<EncodedProfile> left = spool.handOver();
    close(HAND_OVER);
    return left;
  }

  @Override
  public final boolean flush(Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    hurried = true;
    signal.raise();
    return awaitEmpty(end);
  }

  @Override
  public final boolean close(Duration deadline) {
    closeAt = System.nanoTime() + deadline.toNanos();
    hurried = true;
    closing = true;
    signal.raise();
    join();
    int left = spool.close();
    if (left > 0) {
      String line = "Profiles that had not left when profiling ended, and are lost: " + left + ".";
      complain(new Complaint(log), line);
    }
    return left == 0;
  }

  @Override
  public final ExportCounts counts() {
    return spool.counts();
  }

  final boolean isClosing() {
    return closing;
  }

  /** How long {@link #close} will still wait. */
  final long nanosToClose() {
    return Math.max(0, closeAt - System.nanoTime());
  }

  /**
   * Room was made: the next overflow is news again.
   *
   * @return whether there had been one
   */
  final boolean overflowEnds() {
    return overflow.reset();
  }

  private static void complain(Complaint complaint, String line) {
    try {
      complaint.say(line);
    } catch (Throwable e) {
      // Whatever is wrong with the log, it is not the application's matter.
    }
  }

  private synchronized void start() {
    if (closing || (thread != null && thread.isAlive())) {
      return;
    }
    try {
      thread = DaemonThreads.named(threadName, this::run);
      thread.start();
    } catch (Throwable e) {
      complain(broken, "Profiles wait, as no thread can be started: " + e + ".");
    }
  }

  private void run() {
    try {
      while (!isDone()) {
        long mark = signal.mark();
        signal.await(mark, survive());
      }
    } catch (InterruptedException e) {
      // By close, whose deadline has passed.
    } finally {
      release();
    }
  }

  private boolean isDone() {
    if (!closing) {
      return false;
    }
    // As long as it is to hurry, what failed was before the call to close.
    boolean hopeless = !hurried && failures() >= LAST_FAILURES;
    return hopeless || spool.size() == 0 || closeAt - System.nanoTime() <= 0;
  }

  /** One turn of work, whatever it throws. */
  private long survive() throws InterruptedException {
    try {
      if (hurried) {
        hurried = false;
        hurry();
      }
      long idle = work();
      broken.reset();
      return closing ? Math.min(idle, nanosToClose()) : idle;
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) {
      startAfresh();
      complain(broken, "Exporting profiles failed, and goes on: " + e + ".");
      return PAUSE_AFTER_ERROR_NANOS;
    }
  }

  private boolean awaitEmpty(long end) {
    try {
      while (true) {
        long mark = signal.mark();
        long left = end - System.nanoTime();
        if (spool.size() == 0 || left <= 0) {
          return spool.size() == 0;
        }
        signal.await(mark, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void join() {
    Thread joined;
    synchronized (this) {
      joined = thread;
    }
    if (joined == null) {
      return;
    }
    try {
      // The thread ends by itself at the deadline, unless a disk or a lookup holds it up.
      TimeUnit.NANOSECONDS.timedJoin(joined, Math.max(1, nanosToClose()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    joined.interrupt();
  }
}
