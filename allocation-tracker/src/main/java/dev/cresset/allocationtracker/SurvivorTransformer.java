package dev.cresset.allocationtracker;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Set;
import java.util.function.BiPredicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/**
 * Instruments the followed methods as their classes are loaded or loaded anew. Safe for use by many
 * threads.
 */
final class SurvivorTransformer implements ClassFileTransformer {
  /** Past this size HotSpot never compiles a method (HugeMethodLimit). */
  private static final int COMPILED_METHOD_BYTES = 8000;

  private final BiPredicate<ClassLoader, String> filter;
  private final InstalledBridge bridge;
  private final InstrumentationCounts counts;
  private volatile FollowedClasses followed = new FollowedClasses(Collections.emptySet());

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
    followed = classes;
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
    other.weave(null, site.owner(), classFile, other.followed);
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> classBeingRedefined,
      ProtectionDomain protectionDomain,
      byte[] classFile) {
    FollowedClasses classes = followed;
    if (className == null || !classes.contains(className) || !filter.test(loader, className)) {
      return null;
    }
    try {
      return weave(loader, className, classFile, classes);
    } catch (Throwable e) {
      // It must not reach the application, which is loading a class.
      counts.failed(className, e);
      return null;
    }
  }

  private byte[] weave(
      ClassLoader loader, String className, byte[] classFile, FollowedClasses classes) {
    if (!bridge.isVisibleTo(loader)) {
      counts.blind();
      return null;
    }
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    Weaving weaving = new Weaving(className, classes, writer);
    reader.accept(weaving, ClassReader.EXPAND_FRAMES);
    if (weaving.sites == 0 || weaving.tooLarge) {
      return null;
    }
    counts.instrumented(0);
    return writer.toByteArray();
  }

  private static final class Weaving extends ClassVisitor {
    private final String className;
    private final FollowedClasses classes;
    private int sites;
    private boolean tooLarge;

    Weaving(String className, FollowedClasses classes, ClassVisitor next) {
      super(Opcodes.ASM9, next);
      this.className = className;
      this.classes = classes;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      Set<String> wanted = classes.allocatedBy(className, name);
      if (wanted == null) {
        return next;
      }
      CodeSizeEvaluator size = new CodeSizeEvaluator(next);
      FollowedSites found = new FollowedSites(wanted, className, access, name, descriptor, size);
      return new MethodVisitor(Opcodes.ASM9, found) {
        @Override
        public void visitEnd() {
          super.visitEnd();
          sites += found.count();
          tooLarge |= found.count() > 0 && size.getMaxSize() > COMPILED_METHOD_BYTES;
        }
      };
    }
  }
}
