package dev.cresset.allocationtracker;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/**
 * Instruments the followed methods as their classes are loaded or loaded anew. Safe for use by many
 * threads.
 */
final class SurvivorTransformer implements ClassFileTransformer {
  private final BiPredicate<ClassLoader, String> filter;
  private final InstalledBridge bridge;
  private final InstrumentationCounts counts;
  private volatile Following following = new Following(new FollowedClasses(Collections.emptySet()));

  SurvivorTransformer(
      BiPredicate<ClassLoader, String> filter,
      InstalledBridge bridge,
      InstrumentationCounts counts) {
    this.filter = filter;
    this.bridge = bridge;
    this.counts = counts;
  }

  /** From now on, what is loaded or retransformed is instrumented so. */
  void follow(FollowedClasses classes) {
    following = new Following(classes);
  }

  FollowedClasses followed() {
    return following.classes;
  }

  /** The sites that were found in classes, and instrumented, since {@link #follow}. */
  Set<Site> woven() {
    return following.woven;
  }

  /** Loads all that transforming needs, as {@link AllocationTransformer#rehearse} explains. */
  void rehearse() throws IOException {
    String name = SurvivorTransformer.class.getName();
    Site site = new Site(name.replace('.', '/'), "rehearse", Site.class.getName());
    SurvivorTransformer other =
        new SurvivorTransformer(filter, bridge, new InstrumentationCounts());
    other.follow(new FollowedClasses(Collections.singleton(site)));
    byte[] classFile = ClassFiles.read(name);
    other.transform(getClass().getClassLoader(), "a/B", null, null, classFile);
    other.weave(null, site.owner(), classFile, other.following);
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> classBeingRedefined,
      ProtectionDomain protectionDomain,
      byte[] classFile) {
    Following now = following;
    if (className == null || !now.classes.contains(className) || !filter.test(loader, className)) {
      return null;
    }
    try {
      return weave(loader, className, classFile, now);
    } catch (Throwable e) {
      // It must not reach the application, which is loading a class.
      counts.failed(className, e);
      return null;
    }
  }

  private byte[] weave(ClassLoader loader, String className, byte[] classFile, Following now) {
    if (!bridge.isVisibleTo(loader)) {
      counts.blind();
      return null;
    }
    SurvivorWeaver weaver = new SurvivorWeaver(className, now.classes, classFile);
    byte[] woven = weaver.weave();
    counts.leftTooLarge(weaver.methodsTooLarge());
    if (woven != null) {
      counts.instrumented(0);
      now.woven.addAll(weaver.sites());
    }
    return woven;
  }

  /** What is followed from one moment on, and what of it has been instrumented since. */
  private static final class Following {
    final FollowedClasses classes;
    final Set<Site> woven = Collections.newSetFromMap(new ConcurrentHashMap<>());

    Following(FollowedClasses classes) {
      this.classes = classes;
    }
  }
}
