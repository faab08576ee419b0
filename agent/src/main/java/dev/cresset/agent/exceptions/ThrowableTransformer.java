package dev.cresset.agent.exceptions;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Has the constructors of {@link Throwable} say that they ran. All other classes stay as they are.
 */
final class ThrowableTransformer implements ClassFileTransformer {
  private static final String THROWABLE = "java/lang/Throwable";

  /** By name only: what is instrumented must not see our class, but the bootstrap loader's. */
  private static final String BRIDGE = "dev/cresset/agent/bridge/Exceptions";

  private volatile boolean woven;
  private volatile Throwable failure;

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> classBeingRedefined,
      ProtectionDomain protectionDomain,
      byte[] classFile) {
    if (loader != null || !THROWABLE.equals(className)) {
      return null;
    }
    try {
      byte[] result = weave(classFile);
      woven = true;
      return result;
    } catch (Throwable e) {
      failure = e;
      return null;
    }
  }

  private static byte[] weave(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    // Stack map frames to compute the depth of stacks from may be missing in JDK classes.
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Weaving(writer), 0);
    return writer.toByteArray();
  }

  /** Whether it was shown the class and could instrument it. */
  boolean hasWoven() {
    return woven;
  }

  /** Why it could not; null if it was not shown the class. */
  Throwable failure() {
    return failure;
  }

  private static final class Weaving extends ClassVisitor {
    Weaving(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return name.equals("<init>") ? new Constructor(next) : next;
    }
  }

  /** At its end, unless another constructor of the same object says so already. */
  private static final class Constructor extends MethodVisitor {
    private boolean callsAnother;

    Constructor(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      callsAnother |= owner.equals(THROWABLE) && name.equals("<init>");
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.RETURN && !callsAnother) {
        super.visitVarInsn(Opcodes.ALOAD, 0);
        super.visitMethodInsn(
            Opcodes.INVOKEVIRTUAL, "java/lang/Object", "getClass", "()Ljava/lang/Class;", false);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, "made", "(Ljava/lang/Class;)V", false);
      }
      super.visitInsn(opcode);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(maxStack + 1, maxLocals);
    }
  }
}
