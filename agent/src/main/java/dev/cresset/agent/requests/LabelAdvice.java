package dev.cresset.agent.requests;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Replaces the empty body of a method of the label API by a call of the bridge. */
final class LabelAdvice extends MethodVisitor {
  private final MethodVisitor body;
  private final Advice advice;

  LabelAdvice(MethodVisitor body, Advice advice) {
    super(Opcodes.ASM9);
    this.body = body;
    this.advice = advice;
  }

  @Override
  public void visitCode() {
    body.visitCode();
    body.visitVarInsn(Opcodes.ALOAD, 0);
    if (advice == Advice.LABEL) {
      body.visitVarInsn(Opcodes.ALOAD, 1);
      Bridge.LABELS.call(body, "label", "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/Object;");
      body.visitInsn(Opcodes.ARETURN);
    } else {
      Bridge.LABELS.call(body, "release", "(Ljava/lang/Object;)V");
      body.visitInsn(Opcodes.RETURN);
    }
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    body.visitMaxs(Bridge.ARGUMENTS, maxLocals);
  }

  @Override
  public void visitEnd() {
    body.visitEnd();
  }
}
