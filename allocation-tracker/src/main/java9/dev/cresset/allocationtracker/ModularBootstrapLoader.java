package dev.cresset.allocationtracker;

import java.lang.instrument.Instrumentation;
import java.util.Collections;
import jdk.internal.misc.Unsafe;

/**
 * By the JDK's own {@code Unsafe}, whose package only an agent can have exported, to itself alone.
 * Called without reflection, which would have the JVM make two dozen classes for one call.
 *
 * <p>Bytecode for Java 8, loaded by name on JDK 9 and later only.
 */
final class ModularBootstrapLoader implements BootstrapLoader {
  ModularBootstrapLoader(Instrumentation instrumentation) {
    Module own = ModularBootstrapLoader.class.getModule();
    instrumentation.redefineModule(
        Object.class.getModule(),
        Collections.emptySet(),
        Collections.singletonMap("jdk.internal.misc", Collections.singleton(own)),
        Collections.emptyMap(),
        Collections.emptySet(),
        Collections.emptyMap());
  }

  @Override
  public void define(String name, byte[] classFile) {
    Unsafe.getUnsafe().defineClass(name, classFile, 0, classFile.length, null, null);
  }
}
