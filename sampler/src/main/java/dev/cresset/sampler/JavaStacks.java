package dev.cresset.sampler;

import dev.cresset.profile.Frame;
import dev.cresset.profile.StackTrace;

/** Stack traces as Java itself shows them, of threads and throwables. */
public final class JavaStacks {
  private JavaStacks() {}

  /**
   * @param leafFirst the frames, the running one first
   * @param maxDepth the most that are kept; past it one more frame says {@code [truncated]}
   */
  public static StackTrace of(StackTraceElement[] leafFirst, int maxDepth) {
    int depth = Math.min(leafFirst.length, maxDepth);
    boolean cut = depth < leafFirst.length;
    Frame[] frames = new Frame[cut ? depth + 1 : depth];
    for (int i = 0; i < depth; i++) {
      frames[i] = JavaNames.frame(leafFirst[i]);
    }
    if (cut) {
      frames[depth] = WalkedStacks.frame("truncated");
    }
    return StackTrace.of(frames);
  }
}
