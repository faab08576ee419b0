package dev.cresset.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.Collections;

/**
 * Allows the module of the agent's native code, and nothing else, to load it without a warning (JEP
 * 472).
 *
 * <p>Loaded by name on JDK 24 and later only.
 */
final class NativeAccess {
  private NativeAccess() {}

  /**
   * @throws Exception when this JDK offers no such way; the agent then runs with a warning
   */
  static void allow(Instrumentation instrumentation) throws Exception {
    Module own = NativeAccess.class.getModule();
    Module natives = Class.forName("one.profiler.AsyncProfiler").getModule();
    instrumentation.redefineModule(
        own,
        Collections.singleton(natives),
        Collections.emptyMap(),
        Collections.emptyMap(),
        Collections.emptySet(),
        Collections.emptyMap());
    instrumentation.redefineModule(
        Object.class.getModule(),
        Collections.emptySet(),
        Collections.emptyMap(),
        Collections.singletonMap("java.lang", Collections.singleton(own)),
        Collections.emptySet(),
        Collections.emptyMap());
    // The public way, ModuleLayer.Controller.enableNativeAccess, needs what it gives.
    Method enable = Module.class.getDeclaredMethod("implAddEnableNativeAccess");
    enable.setAccessible(true);
    enable.invoke(natives);
  }
}
