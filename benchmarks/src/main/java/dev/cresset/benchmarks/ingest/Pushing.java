package dev.cresset.benchmarks.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Pushes as fast as what is pushed is acknowledged, over many streams, until it is closed. */
public final class Pushing implements AutoCloseable {
  private static final int STREAMS = 64;

  /** Two: what pushes is not to take the processors from who is measured. */
  private final ExecutorService executor = Executors.newFixedThreadPool(2);

  private final PushCounts counts = new PushCounts();
  private final List<PushStream> streams = new ArrayList<>();

  public Pushing(int port, FleetLoad load) {
    for (int i = 0; i < STREAMS; i++) {
      streams.add(new PushStream(port, load, counts, executor));
    }
    streams.forEach(PushStream::start);
  }

  public PushCounts counts() {
    return counts;
  }

  @Override
  public void close() {
    streams.forEach(PushStream::end);
    streams.forEach(PushStream::close);
    executor.shutdown();
  }
}
