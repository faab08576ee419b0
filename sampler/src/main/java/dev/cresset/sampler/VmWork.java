package dev.cresset.sampler;

import dev.cresset.profile.Frame;
import dev.cresset.profile.FrameKind;
import dev.cresset.profile.StackTrace;
import java.util.regex.Pattern;

/**
 * What a thread of the JVM's own is for, as HotSpot's names of threads tell, of which the kernel
 * keeps fifteen characters.
 */
enum VmWork {
  COLLECTING(
      "[GC]",
      "(GC|Gang|ParGC|Concurrent|CMS|G1|Shenandoah|RuntimeWorker)\\b.*"
          + "|[ZX](Worker|Driver|Director|Stat|Unmapper|Uncommitter).*"),
  COMPILING("[JIT]", "(C1|C2|JVMCI)\\b.*|Sweeper thread"),
  OTHER("[VM]", "VM (Thread|Periodic Task?.*)"),
  NONE("", "");

  private final Frame root;
  private final Pattern threads;
  private final StackTrace folded;

  VmWork(String name, String threads) {
    this.root = Frame.symbol(name, "", FrameKind.VM);
    this.threads = Pattern.compile(threads);
    this.folded = StackTrace.of(root);
  }

  /**
   * @param thread a name; null for a thread without one
   * @param javaThreadId 0 for a thread that is not Java's
   */
  static VmWork of(String thread, long javaThreadId) {
    if (thread != null && javaThreadId == 0) {
      for (VmWork work : values()) {
        if (work.threads.matcher(thread).matches()) {
          return work;
        }
      }
    }
    return NONE;
  }

  /** All that such threads do, as one frame. */
  StackTrace folded() {
    return folded;
  }

  /**
   * A stack of such a thread, with that frame at its root. What a compiler's thread has of Java is
   * the method that it compiles, which does not run.
   */
  StackTrace rooted(StackTrace stack) {
    Frame[] frames = new Frame[stack.depth() + 1];
    for (int i = 0; i < stack.depth(); i++) {
      Frame frame = stack.frame(i);
      frames[i] =
          frame.kind() == FrameKind.JAVA || frame.kind() == FrameKind.INLINED
              ? Frame.symbol("[compiles " + frame.function() + "]", "", FrameKind.VM)
              : frame;
    }
    frames[stack.depth()] = root;
    return StackTrace.of(frames);
  }
}
