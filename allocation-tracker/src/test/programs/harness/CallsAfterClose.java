package harness;

import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** Listens at the bridge, which stays, for classes that still call it. */
final class CallsAfterClose {
  private static final String BRIDGE = "dev.cresset.allocationtracker.bridge.AllocationBridge";

  private CallsAfterClose() {}

  interface Program {
    void run() throws Exception;
  }

  /** How many allocations of com.shop's code the bridge hears of while the program runs. */
  static long of(Program program) throws Exception {
    return of(BRIDGE, program);
  }

  static long of(String bridge, Program program) throws Exception {
    Method install =
        Class.forName(bridge, true, null).getMethod("install", BiConsumer.class, long.class);
    AtomicLong calls = new AtomicLong();
    BiConsumer<Object, long[]> listener =
        (type, facts) -> {
          for (StackTraceElement frame : new Throwable().getStackTrace()) {
            if (frame.getClassName().startsWith("com.shop.")) {
              calls.incrementAndGet();
              return;
            }
          }
        };
    install.invoke(null, listener, 1L);
    program.run();
    install.invoke(null, null, 1L);
    return calls.get();
  }
}
