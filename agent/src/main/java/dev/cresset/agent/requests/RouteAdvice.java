package dev.cresset.agent.requests;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** When the method returns, the request's endpoint can be told. Of instance methods only. */
final class RouteAdvice extends MethodVisitor {
  private final int point;

  RouteAdvice(MethodVisitor next, int point) {
    super(Opcodes.ASM9, next);
    this.point = point;
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
      AroundAdvice.push(mv, point);
      mv.visitVarInsn(Opcodes.ALOAD, 0);
      mv.visitVarInsn(Opcodes.ALOAD, 1);
      Bridge.REQUESTS.call(mv, "route", "(ILjava/lang/Object;Ljava/lang/Object;)V");
    }
    super.visitInsn(opcode);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    super.visitMaxs(maxStack + Bridge.ARGUMENTS, maxLocals);
  }
}
