package dev.cresset.agent.requests;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Weaves one class file. */
final class Weaver {
  /** From Java 6 on: older ones may have subroutines, which nothing can be put around. */
  private static final int LEAST_VERSION = Opcodes.V1_6;

  private final EntryPoints entryPoints;
  private final ClassReader reader;
  private final String className;
  private boolean woven;

  Weaver(EntryPoints entryPoints, byte[] classFile) {
    this.entryPoints = entryPoints;
    this.reader = new ClassReader(classFile);
    this.className = reader.getClassName();
  }

  /**
   * How deep stacks get is told, not computed: ASM computes it from the stack map frames, and those
   * are missing where the JVM hands out a class of the bootstrap loader to be loaded anew.
   *
   * @return null if there is nothing to weave
   * @throws RuntimeException if the class file cannot be woven
   */
  byte[] weave() {
    if ((reader.readUnsignedShort(6) & 0xFFFF) < LEAST_VERSION) {
      return null;
    }
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Weaving(writer), ClassReader.EXPAND_FRAMES);
    return woven ? writer.toByteArray() : null;
  }

  private final class Weaving extends ClassVisitor {
    Weaving(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
        return next;
      }
      MethodVisitor weaving = weaving(next, access, name, descriptor);
      woven |= weaving != next;
      return weaving;
    }

    private MethodVisitor weaving(MethodVisitor next, int access, String name, String descriptor) {
      for (int point = 0; point < entryPoints.count(); point++) {
        Advice advice = advice(entryPoints.entryPoint(point), name, descriptor);
        if (advice != null) {
          return entryPointAdvice(advice, point, next, access, descriptor);
        }
      }
      for (Instrumented other : entryPoints.others()) {
        Advice advice = advice(other, name, descriptor);
        if (advice != null) {
          return TaskAdvice.of(advice, next, access, descriptor);
        }
      }
      return next;
    }

    private MethodVisitor entryPointAdvice(
        Advice advice, int point, MethodVisitor next, int access, String descriptor) {
      switch (advice) {
        case ROUTE:
          return new RouteAdvice(next, point);
        case ANSWERED:
          return TaskAdvice.of(advice, next, access, descriptor);
        default:
          return new AroundAdvice(next, access, descriptor, advice, point);
      }
    }

    private Advice advice(Instrumented instrumented, String name, String descriptor) {
      boolean byClass = contains(instrumented.classes(), className);
      boolean byDescriptor = contains(instrumented.descriptors(), descriptor);
      return byClass || byDescriptor ? instrumented.advice(className, name, descriptor) : null;
    }
  }

  static boolean contains(String[] names, String name) {
    for (String one : names) {
      if (one.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
