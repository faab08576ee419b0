package dev.cresset.allocationtracker;

/**
 * A sampled allocation as it was seen on the thread that made it. A throwable, because that is the
 * cheapest way to a stack trace: its frames are not named before somebody asks for them.
 */
final class SampledAllocation extends Throwable {
  private static final long serialVersionUID = 1;

  private final String className;
  private final String threadName;
  private final double objects;
  private final double bytes;

  /**
   * @param className of the class that was allocated
   * @param objects that this one stands for
   * @param bytes that these have
   */
  SampledAllocation(String className, String threadName, double objects, double bytes) {
    super(null, null, false, true);
    this.className = className;
    this.threadName = threadName;
    this.objects = objects;
    this.bytes = bytes;
  }

  String className() {
    return className;
  }

  String threadName() {
    return threadName;
  }

  double objects() {
    return objects;
  }

  double bytes() {
    return bytes;
  }
}
