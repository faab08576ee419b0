package dev.cresset.sampler;

import dev.cresset.profile.StackTrace;
import java.lang.management.LockInfo;
import java.lang.management.ThreadInfo;
import java.util.Arrays;

/** What a thread was found doing in the last dump. */
final class DumpedThread {
  private final int maxDepth;
  private StackTraceElement[] elements = {};
  private long waits;

  long id;
  String name;
  StackTrace stackTrace = StackTrace.of();

  /** Since the dump before. */
  long elapsedNanos;

  /** Since the dump before. */
  long cpuNanos;

  boolean running;

  /** Of the lock it waits for; empty if for none. */
  String lockClass;

  /** True if it did not wait for this already in the dump before. */
  boolean newWait;

  DumpedThread(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  DumpedThread update(ThreadInfo info, long elapsed, long cpu) {
    id = info.getThreadId();
    name = info.getThreadName();
    elapsedNanos = elapsed;
    cpuNanos = cpu;
    StackTraceElement[] now = info.getStackTrace();
    if (!Arrays.equals(elements, now)) {
      elements = now;
      stackTrace = JavaStacks.of(now, maxDepth);
    }
    running = isRunning(info, now);
    LockInfo lock = info.getLockInfo();
    boolean blocked = info.getThreadState() == Thread.State.BLOCKED;
    boolean contended = lock != null && (blocked || Locks.isContended(lock.getClassName()));
    lockClass = contended ? JavaNames.className(lock.getClassName()) : "";
    long waitsNow = info.getBlockedCount() + info.getWaitedCount();
    newWait = waitsNow != waits;
    waits = waitsNow;
    return this;
  }

  /** To the JVM a thread that waits in native code, as for a socket, is runnable. */
  private boolean isRunning(ThreadInfo info, StackTraceElement[] stack) {
    boolean inNative = stack.length > 0 && stack[0].isNativeMethod();
    return info.getThreadState() == Thread.State.RUNNABLE
        && stack.length > 0
        && (!inNative || cpuNanos > elapsedNanos / 2);
  }
}
