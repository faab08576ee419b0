package dev.cresset.benchmarks.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;

/** Many threads that hardly do anything but wait: for locks, for queues, for input. */
public final class WaitingWorkload {
  private static final int THREADS = 300;
  private static final int LOCKS = 8;

  private final Object[] locks = new Object[LOCKS];
  private final BlockingQueue<BlockingQueue<Boolean>> jobs = new ArrayBlockingQueue<>(THREADS);
  private long shared;

  private WaitingWorkload() {
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  public static void main(String[] args) throws Exception {
    Measurement measurement = new Measurement(args);
    WaitingWorkload workload = new WaitingWorkload();
    for (int i = 0; i < THREADS; i++) {
      Thread.ofPlatform().daemon().name("waiting-" + i).start(workload::work);
    }
    BlockingQueue<Boolean> done = new ArrayBlockingQueue<>(THREADS);
    measurement.run(() -> workload.round(done));
  }

  /** One unit: a hundred jobs at once, until all are done. */
  private void round(BlockingQueue<Boolean> done) {
    try {
      for (int i = 0; i < 100; i++) {
        jobs.put(done);
      }
      for (int i = 0; i < 100; i++) {
        done.take();
      }
      Thread.sleep(5);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void work() {
    try {
      Pipe pipe = Pipe.open();
      ByteBuffer bytes = ByteBuffer.allocate(64);
      while (true) {
        BlockingQueue<Boolean> done = jobs.take();
        synchronized (locks[ThreadLocalRandom.current().nextInt(LOCKS)]) {
          for (int i = 0; i < 500; i++) {
            shared += i;
          }
        }
        pipe.sink().write(bytes.clear());
        pipe.source().read(bytes.clear());
        done.put(true);
      }
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
