package dev.cresset.allocationtracker;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/** Instruments the followed sites of one class file. */
final class SurvivorWeaver {
  /** Past this size HotSpot never compiles a method (HugeMethodLimit). */
  private static final int COMPILED_METHOD_BYTES = 8000;

  private final String className;
  private final FollowedClasses followed;
  private final ClassReader reader;
  private final Set<String> methods = new HashSet<>();
  private final Set<Site> sites = new HashSet<>();
  private int methodsTooLarge;

  /**
   * @param className as in class files
   */
  SurvivorWeaver(String className, FollowedClasses followed, byte[] classFile) {
    this.className = className;
    this.followed = followed;
    this.reader = new ClassReader(classFile);
  }

  /**
   * @return the instrumented class file, or null if nothing that is followed was found in it
   * @throws RuntimeException if the class file cannot be instrumented
   */
  byte[] weave() {
    reader.accept(new Survey(), ClassReader.SKIP_DEBUG | ClassReader.EXPAND_FRAMES);
    if (methods.isEmpty()) {
      return null;
    }
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Weaving(writer), ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  /** Those that were found, but for the ones in methods that would become too large. */
  Set<Site> sites() {
    return sites;
  }

  /** Methods that would be larger than what HotSpot compiles, and so stay as they are. */
  int methodsTooLarge() {
    return methodsTooLarge;
  }

  private final class Survey extends ClassVisitor {
    Survey() {
      super(Opcodes.ASM9);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      Set<String> wanted = followed.allocatedBy(className, name);
      if (wanted == null) {
        return null;
      }
      CodeSizeEvaluator size = new CodeSizeEvaluator(null);
      FollowedSites found = new FollowedSites(wanted, className, access, name, descriptor, size);
      return new MethodVisitor(Opcodes.ASM9, found) {
        @Override
        public void visitEnd() {
          super.visitEnd();
          if (found.count() == 0) {
            return;
          }
          if (size.getMaxSize() > COMPILED_METHOD_BYTES) {
            methodsTooLarge++;
            return;
          }
          methods.add(name + descriptor);
          found.found().forEach(type -> sites.add(new Site(className, name, type)));
        }
      };
    }
  }

  private final class Weaving extends ClassVisitor {
    Weaving(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return methods.contains(name + descriptor)
          ? new FollowedSites(
              followed.allocatedBy(className, name), className, access, name, descriptor, next)
          : next;
    }
  }
}
