import dev.cresset.api.Cresset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hundreds of virtual threads that work under a label, for a task that they hand over and for nobody
 * in turn, and wait in between in all the ways there are, until its standard input ends.
 */
public class Virtual {
  private static final int THREADS = 300;
  private static final ExecutorService TASKS = newVirtualThreads();
  private static final Lock LOCK = new ReentrantLock();
  private static final Condition NEVER = LOCK.newCondition();

  private static volatile boolean over;
  private static volatile long sink;
  private static volatile Exception made;

  public static void main(String[] args) throws Exception {
    ExecutorService threads = newVirtualThreads();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      all.add(threads.submit(() -> work(number)));
    }
    Asks.untilToldToEnd();
    over = true;
    for (Future<?> each : all) {
      each.get();
    }
    threads.shutdown();
    TASKS.shutdown();
    System.out.println("all " + THREADS + " have ended");
  }

  private static void work(int number) {
    for (int round = number; !over; round++) {
      int pause = round;
      Cresset.label(
          "job",
          "billing",
          () -> {
            billing();
            pause(pause);
            billing();
            await(TASKS, Virtual::handedOver);
            pause(pause + 1);
            billing();
          });
      forNobody();
      pause(round + 2);
      forNobody();
    }
  }

  private static void billing() {
    made = new IllegalStateException("for the bill");
    burn();
  }

  private static void handedOver() {
    burn();
    pause(0);
    burn();
  }

  private static void forNobody() {
    made = new UnsupportedOperationException("for nobody");
    burn();
  }

  private static void burn() {
    long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(50);
    while (System.nanoTime() < end) {
      sink++;
    }
  }

  private static void pause(int way) {
    try {
      switch (way % 5) {
        case 0:
          Thread.sleep(50);
          break;
        case 1:
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(80));
          break;
        case 2:
          Thread.yield();
          break;
        case 3:
          LOCK.lock();
          try {
            NEVER.await(50, TimeUnit.MILLISECONDS);
          } finally {
            LOCK.unlock();
          }
          break;
        default:
          // Before JDK 24 this keeps the carrier.
          synchronized (Thread.currentThread()) {
            Thread.sleep(1);
          }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(ExecutorService tasks, Runnable task) {
    try {
      tasks.submit(task).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** By name, since this is compiled for older JDKs too. */
  private static ExecutorService newVirtualThreads() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
