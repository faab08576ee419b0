package dev.cresset.allocationtracker;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/** Instruments the allocation sites of one class file. */
final class ClassWeaver {
  /** Past this size HotSpot never compiles a method (HugeMethodLimit). */
  private static final int COMPILED_METHOD_BYTES = 8000;

  /** Below this size no jump needs to be widened, which would change the stack map frames. */
  private static final int NEAR_JUMP_BYTES = 32_000;

  private final ClassReader reader;
  private final int version;
  private final Set<String> methods = new HashSet<>();
  private int methodsTooLarge;

  ClassWeaver(byte[] classFile) {
    this.reader = new ClassReader(classFile);
    this.version = reader.readUnsignedShort(6);
  }

  /** Methods that would outgrow what HotSpot compiles, and so stay as they are. */
  int methodsTooLarge() {
    return methodsTooLarge;
  }

  /**
   * How deep stacks get is told, not computed: ASM computes it from the stack map frames, and those
   * are missing where the JVM hands out a class of the bootstrap loader to be loaded anew.
   *
   * @return the instrumented class file, or null if it allocates nothing
   * @throws RuntimeException if the class file cannot be instrumented
   */
  byte[] weave() {
    reader.accept(new Survey(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    if (methods.isEmpty()) {
      return null;
    }
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Weaving(writer), 0);
    return writer.toByteArray();
  }

  private boolean isCountedByCallers(String name, String descriptor) {
    return reader.getClassName().equals("java/util/Arrays")
        && name.startsWith("copyOf")
        && AllocationSites.isIntrinsic(descriptor);
  }

  /** Finds the methods to instrument: those with sites, unless they would grow too large. */
  private final class Survey extends ClassVisitor {
    Survey() {
      super(Opcodes.ASM9);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      if (isCountedByCallers(name, descriptor)) {
        return null;
      }
      CodeSizeEvaluator after = new CodeSizeEvaluator(null);
      AllocationSites sites = new AllocationSites(version, after);
      CodeSizeEvaluator before = new CodeSizeEvaluator(sites);
      return new MethodVisitor(Opcodes.ASM9, before) {
        @Override
        public void visitEnd() {
          if (sites.count() == 0) {
            return;
          }
          boolean compiled = before.getMaxSize() <= COMPILED_METHOD_BYTES;
          if (after.getMaxSize() <= (compiled ? COMPILED_METHOD_BYTES : NEAR_JUMP_BYTES)) {
            methods.add(name + descriptor);
          } else {
            methodsTooLarge++;
          }
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
      return methods.contains(name + descriptor) ? new AllocationSites(version, next) : next;
    }
  }
}
