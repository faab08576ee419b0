package dev.cresset.collector.embedded;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** What Java itself cannot ask of the operating system. */
@SuppressWarnings("restricted") // Native code is the point of this class.
final class Libc {
  private static final int SIGHUP = 1;
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;
  private static final MemorySegment SIG_IGN = MemorySegment.ofAddress(1);

  private Libc() {}

  /**
   * Leaves it to the owner when to end: Ctrl-C, {@code docker stop} and the like reach all
   * processes at once, but the owner still has something to store.
   */
  static void ignoreRequestsToEnd() {
    MethodHandle signal = function("signal", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
    for (int number : List.of(SIGHUP, SIGINT, SIGTERM)) {
      try {
        signal.invoke(number, SIG_IGN);
      } catch (Throwable e) {
        throw new EngineException("signal() failed: " + e, e);
      }
    }
  }

  /** Ends the process on the spot. The engine's own way out hangs on tables that are open. */
  static void exit(int status) {
    try {
      function("_exit", FunctionDescriptor.ofVoid(JAVA_INT)).invoke(status);
    } catch (Throwable e) {
      Runtime.getRuntime().halt(status);
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type);
  }
}
