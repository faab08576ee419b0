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
    int walked = Math.min(leafFirst.length, maxDepth);
    Frame[] frames = new Frame[walked + 1];
    int depth = 0;
    for (int i = 0; i < walked; i++) {
      Frame frame = JavaNames.frame(leafFirst[i]);
      Frame callee = depth == 0 ? null : frames[depth - 1];
      if (!FrameRole.isHidden(FrameRole.of(frame), callee)) {
        frames[depth++] = frame;
      }
    }
    if (walked < leafFirst.length) {
      frames[depth++] = WalkedStacks.frame("truncated");
    }
    return StackTrace.of(frames, 0, depth);
  }
}
