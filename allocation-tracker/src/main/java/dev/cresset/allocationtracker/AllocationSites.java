package dev.cresset.allocationtracker;

import static org.objectweb.asm.Opcodes.ANEWARRAY;
import static org.objectweb.asm.Opcodes.ARRAYLENGTH;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.NEW;
import static org.objectweb.asm.Opcodes.NEWARRAY;
import static org.objectweb.asm.Opcodes.V1_5;

import dev.cresset.allocationtracker.bridge.AllocationBridge;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Inserts a call of {@link AllocationBridge} behind every instruction of a method that allocates.
 *
 * <p>What is inserted is a straight line that leaves stack and locals as they were, so that the
 * stack map frames of the method stay true; it follows the allocation at once, so that no question
 * of constructors, exceptions or uninitialised objects arises; and it mentions the class, never the
 * object, wherever that is possible.
 */
final class AllocationSites extends MethodVisitor {
  private static final String BRIDGE = InstalledBridge.NAME.replace('.', '/');
  private static final String LAMBDAS = "java/lang/invoke/LambdaMetafactory";
  private static final String CONCATENATIONS = "java/lang/invoke/StringConcatFactory";
  private static final int REFERENCE_SHIFT = 2;

  /** Entries of the operand stack that a call of the bridge takes at most. */
  static final int ARGUMENTS = 3;

  private final boolean constantsMayBeClasses;
  private int count;

  /**
   * @param classVersion of the class file
   */
  AllocationSites(int classVersion, MethodVisitor next) {
    super(Opcodes.ASM9, next);
    this.constantsMayBeClasses = (classVersion & 0xFFFF) >= V1_5;
  }

  /** How many were found. */
  int count() {
    return count;
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    super.visitTypeInsn(opcode, type);
    if (opcode == NEW && !mayBeFused(type)) {
      pushClass(Type.getObjectType(type));
      call("object", "(Ljava/lang/Object;)V");
    } else if (opcode == ANEWARRAY) {
      Type element = Type.getObjectType(type);
      array(Type.getType('[' + element.getDescriptor()), REFERENCE_SHIFT);
    }
  }

  /**
   * C2 turns a chain of appends into one copy, without a builder, if nothing comes in between. What
   * a builder keeps its text in is allocated, and counted, in the JDK's code.
   */
  private static boolean mayBeFused(String type) {
    return type.equals("java/lang/StringBuilder") || type.equals("java/lang/StringBuffer");
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    super.visitIntInsn(opcode, operand);
    if (opcode == NEWARRAY) {
      Type array = primitiveArray(operand);
      array(array, shift(array.getElementType()));
    }
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    super.visitMultiANewArrayInsn(descriptor, dimensions);
    pass("arrays", "(Ljava/lang/Object;)V");
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    if (name.equals("clone") && descriptor.equals("()Ljava/lang/Object;")) {
      cloned(opcode, owner);
    } else if (opcode == INVOKESTATIC && isArrayFactory(owner, name)) {
      pass("arrays", "(Ljava/lang/Object;)V");
    } else if (opcode == INVOKESTATIC && isArrayCopy(owner, descriptor)) {
      pass("copied", "([Ljava/lang/Object;)V");
    }
  }

  private void cloned(int opcode, String owner) {
    if (owner.charAt(0) == '[') {
      clonedArray(Type.getObjectType(owner));
    } else if (opcode == INVOKESPECIAL && owner.equals("java/lang/Object")) {
      pass("made", "(Ljava/lang/Object;)V");
    }
  }

  private void clonedArray(Type array) {
    super.visitInsn(DUP);
    super.visitTypeInsn(CHECKCAST, array.getInternalName());
    Type element = Type.getType(array.getDescriptor().substring(1));
    if (element.getSort() < Type.ARRAY) {
      super.visitInsn(ARRAYLENGTH);
      pushClass(array);
      super.visitInsn(ICONST_0 + shift(element));
      call("array", "(ILjava/lang/Object;I)V");
    } else {
      call("copied", "([Ljava/lang/Object;)V");
    }
  }

  private static boolean isArrayFactory(String owner, String name) {
    return owner.equals("java/lang/reflect/Array") && name.equals("newInstance");
  }

  /**
   * The copies that C2 has its own code for: the allocation inside of them would be seen only until
   * the caller is compiled, so it is the call that counts.
   *
   * @see #isIntrinsic
   */
  private static boolean isArrayCopy(String owner, String descriptor) {
    return owner.equals("java/util/Arrays") && isIntrinsic(descriptor);
  }

  /** True for the methods of {@code java.util.Arrays} whose callers count what they allocate. */
  static boolean isIntrinsic(String descriptor) {
    return descriptor.endsWith("Ljava/lang/Class;)[Ljava/lang/Object;");
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
    boolean captures = !descriptor.startsWith("()");
    if (captures && bootstrap.getOwner().equals(LAMBDAS)) {
      pass("made", "(Ljava/lang/Object;)V");
    } else if (captures && bootstrap.getOwner().equals(CONCATENATIONS)) {
      pass("concatenated", "(Ljava/lang/String;)V");
    }
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    super.visitMaxs(maxStack + ARGUMENTS, maxLocals);
  }

  private void array(Type array, int shift) {
    super.visitInsn(DUP);
    super.visitInsn(ARRAYLENGTH);
    pushClass(array);
    super.visitInsn(ICONST_0 + shift);
    call("array", "(ILjava/lang/Object;I)V");
  }

  private void pass(String method, String descriptor) {
    super.visitInsn(DUP);
    call(method, descriptor);
  }

  private void pushClass(Type type) {
    if (constantsMayBeClasses) {
      super.visitLdcInsn(type);
    } else {
      super.visitLdcInsn(type.getInternalName().replace('/', '.'));
    }
  }

  private void call(String method, String descriptor) {
    count++;
    super.visitMethodInsn(INVOKESTATIC, BRIDGE, method, descriptor, false);
  }

  static Type primitiveArray(int operand) {
    switch (operand) {
      case Opcodes.T_BOOLEAN:
        return Type.getType("[Z");
      case Opcodes.T_CHAR:
        return Type.getType("[C");
      case Opcodes.T_FLOAT:
        return Type.getType("[F");
      case Opcodes.T_DOUBLE:
        return Type.getType("[D");
      case Opcodes.T_BYTE:
        return Type.getType("[B");
      case Opcodes.T_SHORT:
        return Type.getType("[S");
      case Opcodes.T_INT:
        return Type.getType("[I");
      case Opcodes.T_LONG:
        return Type.getType("[J");
      default:
        throw new IllegalArgumentException("No array of primitive type " + operand + " exists.");
    }
  }

  static int shift(Type element) {
    switch (element.getSort()) {
      case Type.BOOLEAN:
      case Type.BYTE:
        return 0;
      case Type.CHAR:
      case Type.SHORT:
        return 1;
      case Type.LONG:
      case Type.DOUBLE:
        return 3;
      default:
        return 2;
    }
  }
}
