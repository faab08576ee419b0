package dev.cresset.allocationtracker;

import dev.cresset.profile.StackTrace;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/**
 * One object that is followed for as long as it lives. Made by the thread that made the object, and
 * from then on used by the ledger's alone.
 */
final class LedgerEntry extends WeakReference<Object> {
  private final String className;
  private final long size;
  private final double sampledObjects;
  private Throwable where;
  private Site site;
  private StackTrace stackTrace;
  private long objects;
  private long collection;
  private int thinnings;
  private boolean dead;
  private boolean survived;

  /**
   * @param size of the object, in bytes
   * @param sampledObjects how many it stands for
   * @param where has the stack trace; its frames are not named before somebody asks for them
   */
  LedgerEntry(
      Object object,
      ReferenceQueue<Object> queue,
      long size,
      double sampledObjects,
      Throwable where) {
    super(object, queue);
    this.className = object.getClass().getName();
    this.size = size;
    this.sampledObjects = sampledObjects;
    this.where = where;
  }

  StackTraceElement[] where() {
    return where.getStackTrace();
  }

  double sampledObjects() {
    return sampledObjects;
  }

  /**
   * @param objects that it stands for, in whole numbers
   * @param collection how many collections had ended by now
   */
  void place(Site at, StackTrace shared, long objects, long collection) {
    this.site = at;
    this.stackTrace = shared;
    this.objects = objects;
    this.collection = collection;
    this.where = null;
  }

  Site site() {
    return site;
  }

  StackTrace stackTrace() {
    return stackTrace;
  }

  /** As the JVM has it. */
  String className() {
    return className;
  }

  long objects() {
    return objects;
  }

  long bytes() {
    return objects * size;
  }

  /**
   * Whether the object was there after a collection.
   *
   * @param judged of what had been seen before this collection ended, garbage is gone
   */
  boolean hasSurvived(long judged) {
    if (!survived && collection <= judged) {
      // Its end may have been told to nobody yet: that takes a thread of the JVM some time.
      survived = get() != null;
    }
    return survived;
  }

  /** How often it was kept where it might have been left out. */
  int thinnings() {
    return thinnings;
  }

  /** It stands for another one too, which was left out. */
  void standForAnother() {
    objects *= 2;
    thinnings++;
  }

  void die() {
    dead = true;
  }

  /** Whether its end was told before it came into the ledger. */
  boolean isDead() {
    return dead;
  }
}
