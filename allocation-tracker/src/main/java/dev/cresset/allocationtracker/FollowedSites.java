package dev.cresset.allocationtracker;

import static org.objectweb.asm.Opcodes.ANEWARRAY;
import static org.objectweb.asm.Opcodes.ARRAYLENGTH;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.NEWARRAY;

import dev.cresset.sampler.JavaNames;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.AnalyzerAdapter;

/**
 * Inserts a call of the bridge that gets the object, behind each instruction of a method that
 * allocates one of the wanted classes; for objects, behind the constructor, since before it they
 * may not be passed.
 *
 * <p>Whose constructor returns is known from the types on the operand stack: the two topmost
 * entries came from the same {@code NEW}. Where there is no second one, the object is not at hand
 * any more, and is not followed.
 */
final class FollowedSites extends AnalyzerAdapter {
  private static final String BRIDGE = InstalledBridge.SURVIVORS.replace('.', '/');
  private static final String CONCATENATIONS = "java/lang/invoke/StringConcatFactory";
  private static final int REFERENCE_SHIFT = 2;

  private final Set<String> wanted;
  private final Set<String> found = new HashSet<>();
  private int count;

  /**
   * @param wanted classes as source code writes them
   */
  FollowedSites(
      Set<String> wanted,
      String owner,
      int access,
      String name,
      String descriptor,
      MethodVisitor next) {
    super(Opcodes.ASM9, owner, access, name, descriptor, next);
    this.wanted = wanted;
  }

  /** How many were found. */
  int count() {
    return count;
  }

  /** Which of the wanted classes: all that it may be, where the code does not tell. */
  Set<String> found() {
    return found;
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    super.visitTypeInsn(opcode, type);
    if (opcode == ANEWARRAY && finds("[" + Type.getObjectType(type).getDescriptor())) {
      array(REFERENCE_SHIFT);
    }
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    super.visitIntInsn(opcode, operand);
    if (opcode == NEWARRAY) {
      Type array = AllocationSites.primitiveArray(operand);
      if (finds(array.getDescriptor())) {
        array(AllocationSites.shift(array.getElementType()));
      }
    }
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    boolean constructed =
        opcode == INVOKESPECIAL
            && name.equals("<init>")
            && isThereTwice(Type.getArgumentsAndReturnSizes(descriptor) >> 2)
            && finds(owner);
    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    if (constructed
        || findsAny(isClone(name, descriptor) || name.equals("allocateUninitializedArray"))
        || Copies.isOne(owner, name) && findsReturned(Type.getReturnType(descriptor))) {
      pass();
    }
  }

  /** Where the type is not known before the object is there, any will do. */
  private boolean findsReturned(Type returned) {
    String type = returned.getInternalName();
    return findsAny(type.endsWith("java/lang/Object;") || type.equals("java/lang/Object"))
        || finds(type);
  }

  private boolean findsAny(boolean unknown) {
    if (unknown) {
      found.addAll(wanted);
    }
    return unknown;
  }

  private static boolean isClone(String name, String descriptor) {
    return name.equals("clone") && descriptor.equals("()Ljava/lang/Object;");
  }

  /**
   * @param slots of the arguments, with the object itself
   */
  private boolean isThereTwice(int slots) {
    if (stack == null || stack.size() <= slots) {
      return false;
    }
    Object receiver = stack.get(stack.size() - slots);
    return receiver instanceof Label && receiver == stack.get(stack.size() - slots - 1);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
    if (bootstrap.getOwner().equals(CONCATENATIONS) && finds("java/lang/String")) {
      pass();
    }
  }

  private boolean finds(String type) {
    String name = JavaNames.className(type);
    return wanted.contains(name) && (found.contains(name) || found.add(name));
  }

  /** Also where there are no frames to know the stack from, see {@link ClassWeaver#weave}. */
  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    super.visitMaxs(maxStack + AllocationSites.ARGUMENTS, maxLocals);
  }

  private void array(int shift) {
    super.visitInsn(DUP);
    super.visitInsn(DUP);
    super.visitInsn(ARRAYLENGTH);
    super.visitInsn(ICONST_0 + shift);
    call("array", "(Ljava/lang/Object;II)V");
  }

  private void pass() {
    super.visitInsn(DUP);
    call("object", "(Ljava/lang/Object;)V");
  }

  private void call(String method, String descriptor) {
    count++;
    super.visitMethodInsn(INVOKESTATIC, BRIDGE, method, descriptor, false);
  }
}
