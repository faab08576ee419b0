package dev.cresset.exporter;

import dev.cresset.profile.Resource;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;

/**
 * Ships profiles to a collector over gRPC and keeps each in memory until it is acknowledged. What
 * got no answer before the stream broke is sent again under the same id.
 *
 * <p>All the work is done by the daemon thread {@code cresset-shipper}, and at most four threads
 * {@code cresset-grpc-…} under it, from the first profile until {@link #close}.
 */
public final class Shipper extends SpooledSink {
  private static final long LONGEST_PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(5);
  private static final long RETRY_WHILE_CLOSING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long FAREWELL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final ShipperConfig config;
  private final PushRequests requests;
  private final ShippingNews news;
  private final Backoff backoff;
  private final Poison poison = new Poison();

  // What follows belongs to the shipping thread, and is not made before it is needed: there are
  // hundreds of classes behind it.
  private CollectorChannels channels;
  private CollectorConnection connection;
  private int failures;

  /** No connection is opened before this. */
  private long connectAt;

  /** Nothing is pushed before this: the collector asked for a pause. */
  private long pushAt;

  /** Whether something is due from the collector: the connection, or an answer. */
  private boolean waiting;

  /** When the waiting began, or something came last. */
  private long aliveAt;

  /** Whether this connection has come about. */
  private boolean up;

  /** Whether this connection has brought an answer yet. */
  private boolean answered;

  public Shipper(ShipperConfig config, Resource resource, ExportLog log) {
    super("cresset-shipper", new Spool(config.spoolProfiles(), config.spoolBytes()), log);
    this.config = config;
    this.requests = new PushRequests(resource);
    this.news = new ShippingNews(config, log);
    this.backoff = new Backoff(config.initialBackoff(), config.maxBackoff());
    this.connectAt = System.nanoTime();
    this.pushAt = connectAt;
  }

  @Override
  long work() {
    if (connection == null && spool.size() > 0 && connectAt - System.nanoTime() <= 0) {
      connect();
    }
    if (connection == null) {
      return spool.size() == 0 ? Long.MAX_VALUE : connectAt - System.nanoTime();
    }
    readAnswers();
    Status end = connection.end();
    if (end != null) {
      // Answers that came before the end are in the queue by now.
      readAnswers();
      return disconnect(end);
    }
    if (!up && connection.isReady()) {
      up = true;
      channels.nameThreads();
    }
    push();
    return awaitCollector();
  }

  @Override
  void hurry() {
    failures = 0;
    connectAt = System.nanoTime();
    pushAt = connectAt;
  }

  @Override
  void startAfresh() {
    spool.putAllBack();
    if (connection != null) {
      connection.cut();
      connection = null;
    }
  }

  @Override
  int failures() {
    return failures;
  }

  @Override
  String describeOverflow() {
    return news.overflow();
  }

  @Override
  void release() {
    if (channels == null) {
      return;
    }
    try {
      if (connection != null) {
        connection.finish(Math.min(FAREWELL_NANOS, nanosToClose()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      channels.close();
    }
  }

  private void connect() {
    if (channels == null) {
      channels = new CollectorChannels(config);
    }
    try {
      // gRPC would find out as well, but tell the application's log about it each time.
      InetAddress.getAllByName(config.host());
    } catch (UnknownHostException e) {
      fail(Status.UNAVAILABLE.withCause(e));
      return;
    }
    connection = new CollectorConnection(channels.open(), signal);
    up = false;
    waiting = false;
    answered = false;
  }

  private void push() {
    while (spool.sent() < poison.window(config.window())
        && pushAt - System.nanoTime() <= 0
        && connection.isReady()) {
      EncodedProfile profile = spool.send();
      if (profile == null) {
        return;
      }
      poison.pushing(profile.id());
      connection.push(requests.encode(profile));
    }
  }

  /** How long there is nothing to do, or how long the collector may still be silent. */
  private long awaitCollector() {
    long now = System.nanoTime();
    if (spool.sent() == 0 && connection.isReady()) {
      waiting = false;
      return spool.hasUnsent() ? awaitEndOfPause(pushAt - now) : Long.MAX_VALUE;
    }
    if (!waiting) {
      waiting = true;
      aliveAt = now;
    }
    long left = aliveAt + config.answerTimeout().toNanos() - now;
    return left > 0 ? left : disconnect(Status.DEADLINE_EXCEEDED.withDescription("no answer"));
  }

  private long awaitEndOfPause(long pause) {
    if (isClosing() && pause > nanosToClose()) {
      // It would outlast us, so there is nothing to wait for.
      failures = Integer.MAX_VALUE;
      return 0;
    }
    return pause;
  }

  private void readAnswers() {
    for (PushAnswer answer = connection.poll(); answer != null; answer = connection.poll()) {
      aliveAt = System.nanoTime();
      answered = true;
      settle(answer);
      signal.raise();
    }
  }

  private void settle(PushAnswer answer) {
    String id = answer.profileId();
    switch (answer.outcome()) {
      case STORED:
        if (spool.stored(id)) {
          news.delivered();
          recover();
        }
        break;
      case REJECTED:
        if (spool.rejected(id)) {
          news.rejected(answer);
          recover();
        }
        break;
      case RETRY_LATER:
        retryLater(id, answer);
        break;
      default:
        // An outcome this version does not know: the answer timeout decides.
    }
  }

  private void retryLater(String id, PushAnswer answer) {
    spool.putBack(id);
    long least = config.initialBackoff().toMillis();
    long millis = Math.max(least, Math.min(LONGEST_PAUSE_MILLIS, answer.delayMillis()));
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    if (until - pushAt > 0) {
      pushAt = until;
    }
    news.retryLater(answer.text(), millis);
  }

  /** The collector has dealt with a profile, so it is well. */
  private void recover() {
    failures = 0;
    backoff.reset();
    poison.reset();
    if (spool.size() == 0) {
      news.allWell(counts(), overflowEnds());
    }
  }

  /** Everything without an answer will be sent again. */
  private long disconnect(Status end) {
    boolean idle = spool.sent() == 0 && (answered || !spool.hasUnsent());
    startAfresh();
    if (idle) {
      // A server that restarts, or a proxy that has seen nothing for long: no news.
      return 0;
    }
    String poisonous = poison.brokeStream(end);
    if (poisonous != null && spool.rejected(poisonous)) {
      news.poisonous(end);
      signal.raise();
    }
    return fail(end);
  }

  /** The pause before the next attempt. */
  private long fail(Status cause) {
    failures++;
    news.unreachable(cause, counts());
    long pause = isClosing() ? RETRY_WHILE_CLOSING_NANOS : backoff.nextNanos();
    connectAt = System.nanoTime() + pause;
    return pause;
  }
}
