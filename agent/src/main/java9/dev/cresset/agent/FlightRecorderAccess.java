package dev.cresset.agent;

import java.lang.instrument.Instrumentation;
import java.util.Collections;

/**
 * Lets the sampler set how deep the flight recorder's stack traces are, for which it has no API.
 *
 * <p>Loaded by name on JDK 11 and later only.
 */
final class FlightRecorderAccess {
  private FlightRecorderAccess() {}

  static void allow(Instrumentation instrumentation) {
    Module own = FlightRecorderAccess.class.getModule();
    ModuleLayer.boot()
        .findModule("jdk.jfr")
        .ifPresent(recorder ->
            instrumentation.redefineModule(
                recorder,
                Collections.emptySet(),
                Collections.singletonMap("jdk.jfr.internal", Collections.singleton(own)),
                Collections.emptyMap(),
                Collections.emptySet(),
                Collections.emptyMap()));
  }
}
