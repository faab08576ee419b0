package dev.cresset.agent.requests;

import java.util.Arrays;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.LocalVariablesSorter;

/** Something lasts as long as the method, however it ends: a request, a task's run, or a mount. */
final class AroundAdvice extends LocalVariablesSorter {
  private static final String OBJECT = "Ljava/lang/Object;";

  private final boolean isStatic;
  private final Type[] arguments;
  private final Advice advice;
  private final int point;
  private final Label start = new Label();
  private final Label end = new Label();
  private int entered;

  /**
   * @param point the entry point's number; of no meaning for a task
   */
  AroundAdvice(MethodVisitor next, int access, String descriptor, Advice advice, int point) {
    super(Opcodes.ASM9, access, descriptor, next);
    this.isStatic = (access & Opcodes.ACC_STATIC) != 0;
    this.arguments = Type.getArgumentTypes(descriptor);
    this.advice = advice;
    this.point = point;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    if (advice == Advice.TASK || advice == Advice.MOUNT) {
      mv.visitVarInsn(Opcodes.ALOAD, 0);
      bridge().call(mv, advice == Advice.TASK ? "restore" : "mount", "(" + OBJECT + ")" + OBJECT);
    } else {
      push(mv, point);
      if (advice == Advice.EXCHANGE) {
        loadArgument(0);
        loadArgument(arguments.length - 1);
      } else {
        loadSelf();
        loadArgument(0);
      }
      bridge().call(mv, enter(), "(I" + OBJECT + OBJECT + ")" + OBJECT);
    }
    entered = newLocal(Type.getType(Object.class));
    mv.visitVarInsn(Opcodes.ASTORE, entered);
    mv.visitLabel(start);
  }

  private Bridge bridge() {
    switch (advice) {
      case TASK:
        return Bridge.TASKS;
      case MOUNT:
        return Bridge.MOUNTS;
      case CALL:
      case EXCHANGE:
        return Bridge.EXCHANGES;
      default:
        return Bridge.REQUESTS;
    }
  }

  private String enter() {
    switch (advice) {
      case CALL:
        return "enterCall";
      case PART:
        return "enterPart";
      case DISPATCH:
        return "enterDispatch";
      case EXCHANGE:
        return "enterExchange";
      default:
        return "enter";
    }
  }

  private void loadSelf() {
    if (isStatic) {
      mv.visitInsn(Opcodes.ACONST_NULL);
    } else {
      mv.visitVarInsn(Opcodes.ALOAD, 0);
    }
  }

  /** Null if there is none. */
  private void loadArgument(int wanted) {
    if (arguments.length == 0 || arguments[wanted].getSort() < Type.ARRAY) {
      mv.visitInsn(Opcodes.ACONST_NULL);
      return;
    }
    int slot = isStatic ? 0 : 1;
    for (int i = 0; i < wanted; i++) {
      slot += arguments[i].getSize();
    }
    mv.visitVarInsn(Opcodes.ALOAD, slot);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
      exit();
    }
    super.visitInsn(opcode);
  }

  private void exit() {
    mv.visitVarInsn(Opcodes.ALOAD, entered);
    String descriptor = "(" + OBJECT + ")V";
    switch (advice) {
      case TASK:
        Bridge.TASKS.call(mv, "release", descriptor);
        return;
      case MOUNT:
        Bridge.MOUNTS.call(mv, "unmount", descriptor);
        return;
      default:
        Bridge.REQUESTS.call(mv, "exit", descriptor);
    }
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    mv.visitLabel(end);
    // Behind the method's own handlers, which come first.
    mv.visitTryCatchBlock(start, end, end, null);
    // Of the locals only ours is needed: whatever the others hold by then, this is true.
    Object[] locals = new Object[entered + 1];
    Arrays.fill(locals, Opcodes.TOP);
    locals[entered] = "java/lang/Object";
    mv.visitFrame(Opcodes.F_NEW, locals.length, locals, 1, new Object[] {"java/lang/Throwable"});
    exit();
    mv.visitInsn(Opcodes.ATHROW);
    super.visitMaxs(maxStack + Bridge.ARGUMENTS, maxLocals);
  }

  static void push(MethodVisitor code, int number) {
    code.visitIntInsn(Opcodes.SIPUSH, number);
  }
}
