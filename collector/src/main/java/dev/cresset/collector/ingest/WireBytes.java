package dev.cresset.collector.ingest;

import dev.cresset.collector.pprof.Limit;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Counts the bytes of messages that have begun to arrive and are not taken in yet: gRPC keeps them
 * in memory until a message is whole. Past the limit, the stream that has most of them is ended.
 */
final class WireBytes extends ServerStreamTracer.Factory {
  private static final Context.Key<Stream> STREAM = Context.key("cresset-wire-bytes");

  private final Limit limit;
  private final AtomicLong taken = new AtomicLong();
  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

  WireBytes(Limit limit) {
    this.limit = limit;
  }

  /** The stream that the current call opens or goes on with. */
  static Stream current() {
    return STREAM.get();
  }

  long taken() {
    return taken.get();
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return new Stream();
  }

  private void endLargest() {
    // Not as exhausted: agents give up a profile that breaks streams in that way again and again.
    Status status =
        Status.UNAVAILABLE.withDescription(
            "Messages that are arriving take more than the %d bytes that %s allows"
                    .formatted(limit.maximum(), limit.setting())
                + ", and this stream most of them: try again later");
    streams.stream()
        .max(Comparator.comparingLong(stream -> stream.mine.get()))
        .ifPresent(stream -> stream.end(status));
  }

  /** What has arrived on one stream. Safe for use by many threads. */
  final class Stream extends ServerStreamTracer {
    private final AtomicLong mine = new AtomicLong();
    private volatile Consumer<Status> ending;

    /** From now on the stream's bytes are counted, and it can be ended. */
    void open(Consumer<Status> whenTooMuch) {
      ending = whenTooMuch;
      streams.add(this);
    }

    @Override
    public Context filterContext(Context context) {
      return context.withValue(STREAM, this);
    }

    @Override
    public void inboundWireSize(long bytes) {
      if (!streams.contains(this)) {
        // Ended: gRPC will let go of everything.
        return;
      }
      mine.addAndGet(bytes);
      if (taken.addAndGet(bytes) > limit.maximum()) {
        endLargest();
      }
    }

    /** A message has been taken in, or dropped. */
    void release(long bytes) {
      long before = mine.getAndUpdate(all -> Math.max(0, all - bytes));
      taken.addAndGet(-Math.min(before, bytes));
    }

    @Override
    public void streamClosed(Status status) {
      streams.remove(this);
      release(Long.MAX_VALUE);
    }

    private void end(Status status) {
      if (streams.remove(this)) {
        release(Long.MAX_VALUE);
        ending.accept(status);
      }
    }
  }
}
