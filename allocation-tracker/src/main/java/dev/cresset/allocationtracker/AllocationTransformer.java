package dev.cresset.allocationtracker;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;

/**
 * Instruments classes as they are loaded or loaded anew. A class it cannot instrument stays as it
 * is. Safe for use by many threads.
 */
final class AllocationTransformer implements ClassFileTransformer {
  private final ClassFilter filter;
  private final InstalledBridge bridge;
  private final InstrumentationCounts counts;

  AllocationTransformer(ClassFilter filter, InstalledBridge bridge, InstrumentationCounts counts) {
    this.filter = filter;
    this.bridge = bridge;
    this.counts = counts;
  }

  /**
   * Goes through all it will do, so that every class it needs for that is loaded. While the JVM
   * loads a class of its own and asks here what to make of it, that class cannot be used: who tries
   * gets a ClassCircularityError, and the JVM remembers it for the whole code that asked, which may
   * be the JDK's.
   */
  void rehearse() throws IOException {
    String name = AllocationCollector.class.getName();
    byte[] classFile = ClassFiles.read(name);
    InstrumentationCounts rehearsed = new InstrumentationCounts();
    AllocationTransformer other = new AllocationTransformer(filter, bridge, rehearsed);
    for (ClassLoader loader = getClass().getClassLoader();
        loader != null;
        loader = loader.getParent()) {
      other.transform(loader, "java/util/ArrayList", null, null, classFile);
      other.transform(loader, "a/B", null, null, new byte[10]);
      other.transform(loader, "a/B", null, null, classFile);
    }
    other.weave(null, classFile);
    rehearsed.comments();
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> classBeingRedefined,
      ProtectionDomain protectionDomain,
      byte[] classFile) {
    if (className == null || !filter.accepts(loader, className)) {
      return null;
    }
    try {
      return weave(loader, classFile);
    } catch (Throwable e) {
      // Whatever went wrong, even an exhausted stack, must not reach the application, which is
      // loading a class.
      counts.failed(className, e);
      return null;
    }
  }

  private byte[] weave(ClassLoader loader, byte[] classFile) {
    if (!bridge.isVisibleTo(loader)) {
      counts.blind();
      return null;
    }
    ClassWeaver weaver = new ClassWeaver(classFile);
    byte[] woven = weaver.weave();
    if (woven != null) {
      counts.instrumented(weaver.methodsTooLarge());
    }
    return woven;
  }
}
