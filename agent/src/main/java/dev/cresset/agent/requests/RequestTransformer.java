package dev.cresset.agent.requests;

import dev.cresset.allocationtracker.BootClasses;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Weaves classes as they are loaded or loaded anew. One that it cannot weave stays as it is. Safe
 * for use by many threads.
 */
final class RequestTransformer implements ClassFileTransformer {
  private final EntryPoints entryPoints;
  private final BootClasses bridge;
  private final BiConsumer<String, Throwable> onFailure;
  private final ClassLoader own = RequestTransformer.class.getClassLoader();
  private final ClassLoader platform = ClassLoader.getSystemClassLoader().getParent();
  private final ClassNames names;
  private final Map<String, Boolean> woven = new ConcurrentHashMap<>();
  private final AtomicLong failures = new AtomicLong();

  /**
   * @param onFailure told the first failure; it must not throw
   */
  RequestTransformer(
      EntryPoints entryPoints, BootClasses bridge, BiConsumer<String, Throwable> onFailure) {
    this.entryPoints = entryPoints;
    this.bridge = bridge;
    this.onFailure = onFailure;
    this.names = new ClassNames(entryPoints);
  }

  /**
   * Goes through what it will do, so that every class it needs for that is loaded: one that the JVM
   * asks about while it is being loaded cannot be used.
   */
  void rehearse(byte[] ownClassFile) {
    for (ClassLoader loader = own; loader != null; loader = loader.getParent()) {
      transform(loader, "java/util/ArrayList", null, null, ownClassFile);
      bridge.isVisibleTo(loader);
    }
    new Weaver(entryPoints, ownClassFile).weave();
    names.mayBeIn(ownClassFile);
    woven.put("", true);
    woven.remove("");
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> classBeingRedefined,
      ProtectionDomain protectionDomain,
      byte[] classFile) {
    if (className == null || loader == own && own != ClassLoader.getSystemClassLoader()) {
      return null;
    }
    try {
      boolean jdks = loader == null || loader == platform;
      boolean wanted = names.has(className) || !jdks && names.mayBeIn(classFile);
      return wanted && bridge.isVisibleTo(loader) ? weave(className, classFile) : null;
    } catch (Throwable e) {
      // Whatever it was must not reach the application, which is loading a class.
      fail(className, e);
      return null;
    }
  }

  private byte[] weave(String className, byte[] classFile) {
    byte[] result = new Weaver(entryPoints, classFile).weave();
    if (result != null) {
      woven.put(className.replace('/', '.'), true);
    }
    return result;
  }

  void fail(String className, Throwable failure) {
    if (failures.getAndIncrement() == 0) {
      onFailure.accept(className, failure);
    }
  }

  /** Whether a class that is loaded already should be shown to it again. */
  boolean wants(Class<?> type) {
    return names.has(type.getName().replace('.', '/')) || names.isKindOf(type);
  }

  /** Whether a class was woven, and is to be restored. */
  boolean hasWoven(Class<?> type) {
    return woven.containsKey(type.getName());
  }
}
