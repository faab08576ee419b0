package dev.cresset.agent.requests;

import java.lang.instrument.Instrumentation;
import java.util.Collections;

/**
 * Makes a thread local of the JDK's own kind whose value is the carrier's, also on a virtual
 * thread.
 *
 * <p>Loaded by name on JDK 21 and later only.
 */
final class CarrierAccess {
  private CarrierAccess() {}

  /**
   * @throws ReflectiveOperationException when this JDK has no such thing
   */
  static ThreadLocal<?> create(Instrumentation instrumentation)
      throws ReflectiveOperationException {
    Module own = CarrierAccess.class.getModule();
    instrumentation.redefineModule(
        Object.class.getModule(),
        Collections.emptySet(),
        Collections.singletonMap("jdk.internal.misc", Collections.singleton(own)),
        Collections.emptyMap(),
        Collections.emptySet(),
        Collections.emptyMap());
    return (ThreadLocal<?>)
        Class.forName("jdk.internal.misc.CarrierThreadLocal").getConstructor().newInstance();
  }
}
