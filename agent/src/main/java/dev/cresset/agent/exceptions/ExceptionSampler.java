package dev.cresset.agent.exceptions;

import dev.cresset.agent.bridge.ExceptionHooks;
import dev.cresset.agent.bridge.Exceptions;
import dev.cresset.profile.Labels;
import dev.cresset.profile.Profile;
import dev.cresset.profile.StackTrace;
import dev.cresset.sampler.SampleContexts;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Takes samples of exceptions on the threads that make them, and adds them up to windows. Safe for
 * use by many threads, which it neither throws at nor blocks for longer than a sample is added.
 */
final class ExceptionSampler extends ExceptionHooks {
  /** Null before JDK 21. */
  private static final Class<?> CARRIER = carrier();

  private final int maxDepth;
  private final SampleContexts contexts;
  private final Predicate<Thread> own;
  private final SampleRate rate;

  /** Set while a thread samples: whatever exceptions that makes are not the application's. */
  private final ThreadLocal<Boolean> busy = new ThreadLocal<>();

  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();
  private ExceptionWindow window = new ExceptionWindow();

  ExceptionSampler(ExceptionConfig config) {
    this.maxDepth = config.maxDepth();
    this.contexts = config.contexts();
    this.own = config.own();
    this.rate = new SampleRate(config.interval(), System.nanoTime());
    setInterval(rate.interval());
  }

  /** Has the application's threads call it from now on. */
  void install() {
    rehearse();
    Exceptions.install(this);
  }

  /** Goes through all it will do, so that no thread of the application has to load our classes. */
  private void rehearse() {
    sample(Throwable.class, 1);
    seal();
    takeNanos();
  }

  void uninstall() {
    Exceptions.install(null);
  }

  @Override
  protected void sampled(Class<?> type, int interval) {
    Thread thread = Thread.currentThread();
    if (isCarrier(thread) || busy.get() != null || own.test(thread)) {
      return;
    }
    sample(type, interval);
  }

  /**
   * Whether it carries virtual threads. While it is the current one, the JDK is between two of
   * them: no exception there is the application's, and a virtual thread that has the lock of this
   * object may wait for just this carrier.
   */
  static boolean isCarrier(Thread thread) {
    return CARRIER != null && CARRIER.isInstance(thread);
  }

  private static Class<?> carrier() {
    try {
      return Class.forName("jdk.internal.misc.CarrierThread", false, null);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private void sample(Class<?> type, int interval) {
    busy.set(true);
    long start = System.nanoTime();
    try {
      record(type, interval, start);
    } catch (Throwable e) {
      failed.incrementAndGet();
    } finally {
      nanos.addAndGet(System.nanoTime() - start);
      busy.remove();
    }
  }

  /** Nothing but what is this object's own is called with its lock held. */
  @SuppressWarnings("deprecation") // Thread.threadId() is not on JDK 8.
  private void record(Class<?> type, int interval, long now) {
    Thread thread = Thread.currentThread();
    StackTrace stack = MadeAt.stack(type, new Throwable().getStackTrace(), maxDepth);
    Labels labels = contexts.now(thread.getId()).with(label(thread), thread.getId(), now);
    add(type, stack, labels, interval, now);
  }

  private synchronized Labels label(Thread thread) {
    return window.label(thread);
  }

  private synchronized void add(
      Class<?> type, StackTrace stack, Labels labels, int interval, long now) {
    rate.sampled(now);
    setInterval(rate.interval());
    window.add(type.getName(), stack, labels, interval);
  }

  /** Ends a window and begins the next. */
  synchronized Profile seal() {
    ExceptionWindow sealed = window;
    window = new ExceptionWindow();
    rate.relax(System.nanoTime());
    setInterval(rate.interval());
    return sealed.finish(rate.interval(), failed.getAndSet(0));
  }

  /** Samples at so many times the configured interval, or less often. */
  synchronized void slowDown(int factor) {
    rate.slowDown(factor);
    setInterval(rate.interval());
  }

  /** How long threads were kept from their work by sampling, since the last call. */
  long takeNanos() {
    return nanos.getAndSet(0);
  }
}
