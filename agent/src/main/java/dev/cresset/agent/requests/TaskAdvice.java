package dev.cresset.agent.requests;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What is added to methods that hand tasks over or run them. */
final class TaskAdvice extends MethodVisitor {
  private static final String RUNNABLE = "java/lang/Runnable";

  private final Advice advice;
  private final boolean isStatic;
  private final String descriptor;

  private TaskAdvice(MethodVisitor next, Advice advice, boolean isStatic, String descriptor) {
    super(Opcodes.ASM9, next);
    this.advice = advice;
    this.isStatic = isStatic;
    this.descriptor = descriptor;
  }

  static MethodVisitor of(Advice advice, MethodVisitor next, int access, String descriptor) {
    switch (advice) {
      case TASK:
      case MOUNT:
        return new AroundAdvice(next, access, descriptor, advice, 0);
      case LABEL:
      case RELEASE:
        return new LabelAdvice(next, advice);
      default:
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        return new TaskAdvice(next, advice, isStatic, descriptor);
    }
  }

  @Override
  public void visitCode() {
    super.visitCode();
    if (advice == Advice.CAPTURE) {
      capture(isStatic ? 0 : 1);
    } else if (advice == Advice.CAPTURE_THIS) {
      capture(0);
    } else if (advice == Advice.START) {
      tell(Bridge.TASKS, "start");
    } else if (advice == Advice.ANSWERED) {
      tell(Bridge.EXCHANGES, "answered");
    } else if (advice == Advice.CAPTURE_IN_POOL) {
      mv.visitVarInsn(Opcodes.ALOAD, 0);
      mv.visitVarInsn(Opcodes.ALOAD, slotOfTask());
      Bridge.TASKS.call(mv, "capture", "(Ljava/lang/Object;Ljava/lang/Object;)V");
    }
  }

  @Override
  public void visitInsn(int opcode) {
    boolean returns = opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
    if (advice == Advice.CAPTURE_CONSTRUCTED && returns) {
      capture(0);
    }
    super.visitInsn(opcode);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String calledDescriptor, boolean isInterface) {
    boolean runs = owner.equals(RUNNABLE) && name.equals("run");
    if (advice == Advice.RUNS_TASKS && runs) {
      Bridge.TASKS.call(mv, "run", "(L" + RUNNABLE + ";)V");
    } else {
      super.visitMethodInsn(opcode, owner, name, calledDescriptor, isInterface);
    }
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    super.visitMaxs(maxStack + Bridge.ARGUMENTS, maxLocals);
  }

  private void tell(Bridge bridge, String what) {
    mv.visitVarInsn(Opcodes.ALOAD, 0);
    bridge.call(mv, what, "(Ljava/lang/Object;)V");
  }

  private void capture(int slot) {
    mv.visitVarInsn(Opcodes.ALOAD, slot);
    Bridge.TASKS.call(mv, "capture", "(Ljava/lang/Object;)V");
  }

  private int slotOfTask() {
    int slot = isStatic ? 0 : 1;
    Type[] arguments = Type.getArgumentTypes(descriptor);
    for (int i = 0; i < arguments.length - 1; i++) {
      slot += arguments[i].getSize();
    }
    return slot;
  }
}
