import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

/**
 * Writes the class of one lambda expression: an object of it holds what is captured, and calls the
 * expression's body. See {@link java.lang.invoke.LambdaMetafactory} for what converts to what.
 */
final class LambdaClass {
  /** The only object of a class that captures nothing. */
  static final String SINGLE = "INSTANCE";

  /** Makes an object of what is captured. */
  static final String MAKE = "of";

  private static final Map<String, Type> UNBOXED =
      Map.of(
          "java/lang/Boolean", Type.BOOLEAN_TYPE,
          "java/lang/Byte", Type.BYTE_TYPE,
          "java/lang/Character", Type.CHAR_TYPE,
          "java/lang/Short", Type.SHORT_TYPE,
          "java/lang/Integer", Type.INT_TYPE,
          "java/lang/Float", Type.FLOAT_TYPE,
          "java/lang/Long", Type.LONG_TYPE,
          "java/lang/Double", Type.DOUBLE_TYPE);

  private final Type type;
  private final Method make;
  private final Type[] captured;
  private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);

  /**
   * @param internalName of the class
   * @param factory from what is captured to the functional interface
   */
  LambdaClass(String internalName, String factory) {
    this.type = Type.getObjectType(internalName);
    this.make = new Method(MAKE, factory);
    this.captured = make.getArgumentTypes();
  }

  /**
   * @param method of the interface, its type parameters erased
   * @param as the method's type by the values of the type parameters
   * @param body what is called; another class of the same package may call it
   */
  byte[] write(Method method, Type as, Handle body) {
    writer.visit(
        Opcodes.V1_8,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        type.getInternalName(),
        null,
        "java/lang/Object",
        new String[] {make.getReturnType().getInternalName()});
    writeConstructor();
    if (captured.length == 0) {
      writeSingle();
    } else {
      writeMake();
    }
    writeMethod(method, as, body);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private GeneratorAdapter begin(int access, Method method) {
    return new GeneratorAdapter(
        access,
        method,
        writer.visitMethod(access, method.getName(), method.getDescriptor(), null, null));
  }

  private static Method constructor(Type... arguments) {
    return new Method("<init>", Type.VOID_TYPE, arguments);
  }

  private static String field(int number) {
    return "captured" + number;
  }

  private void writeConstructor() {
    GeneratorAdapter code = begin(0, constructor(captured));
    code.loadThis();
    code.invokeConstructor(Type.getType(Object.class), constructor());
    for (int i = 0; i < captured.length; i++) {
      int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
      writer.visitField(access, field(i), captured[i].getDescriptor(), null, null).visitEnd();
      code.loadThis();
      code.loadArg(i);
      code.putField(type, field(i), captured[i]);
    }
    code.returnValue();
    code.endMethod();
  }

  private void writeSingle() {
    Type function = make.getReturnType();
    int access = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
    writer.visitField(access, SINGLE, function.getDescriptor(), null, null).visitEnd();
    GeneratorAdapter code = begin(Opcodes.ACC_STATIC, new Method("<clinit>", "()V"));
    code.newInstance(type);
    code.dup();
    code.invokeConstructor(type, constructor());
    code.putStatic(type, SINGLE, function);
    code.returnValue();
    code.endMethod();
  }

  private void writeMake() {
    GeneratorAdapter code = begin(Opcodes.ACC_STATIC, make);
    code.newInstance(type);
    code.dup();
    code.loadArgs();
    code.invokeConstructor(type, constructor(captured));
    code.returnValue();
    code.endMethod();
  }

  private void writeMethod(Method method, Type as, Handle body) {
    boolean constructs = body.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    Type owner = Type.getObjectType(body.getOwner());
    GeneratorAdapter code = begin(Opcodes.ACC_PUBLIC, method);
    if (constructs) {
      code.newInstance(owner);
      code.dup();
    }
    Type[] wanted = arguments(body);
    for (int i = 0; i < captured.length; i++) {
      code.loadThis();
      code.getField(type, field(i), captured[i]);
      convert(code, captured[i], wanted[i]);
    }
    for (int i = 0; i < method.getArgumentTypes().length; i++) {
      code.loadArg(i);
      convert(code, method.getArgumentTypes()[i], as.getArgumentTypes()[i]);
      convert(code, as.getArgumentTypes()[i], wanted[captured.length + i]);
    }
    code.visitMethodInsn(
        opcode(body), body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
    Type result = constructs ? owner : Type.getReturnType(body.getDesc());
    if (method.getReturnType().getSort() == Type.VOID) {
      drop(code, result);
    } else {
      convert(code, result, as.getReturnType());
      convert(code, as.getReturnType(), method.getReturnType());
    }
    code.returnValue();
    code.endMethod();
  }

  /** What is on the stack when it is called, from the object on. */
  private static Type[] arguments(Handle body) {
    boolean virtual =
        body.getTag() == Opcodes.H_INVOKEVIRTUAL || body.getTag() == Opcodes.H_INVOKEINTERFACE;
    String receiver = virtual ? Type.getObjectType(body.getOwner()).getDescriptor() : "";
    return Type.getArgumentTypes("(" + receiver + body.getDesc().substring(1));
  }

  private static int opcode(Handle body) {
    return switch (body.getTag()) {
      case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
      case Opcodes.H_INVOKEVIRTUAL -> Opcodes.INVOKEVIRTUAL;
      case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
      case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
      default -> throw new IllegalArgumentException("Cannot be called from elsewhere: " + body);
    };
  }

  private static void drop(GeneratorAdapter code, Type result) {
    if (result.getSize() == 2) {
      code.pop2();
    } else if (result.getSize() == 1) {
      code.pop();
    }
  }

  private static void convert(GeneratorAdapter code, Type from, Type to) {
    if (from.equals(to)) {
      return;
    }
    if (isPrimitive(from) && isPrimitive(to)) {
      code.cast(from, to);
    } else if (isPrimitive(from)) {
      code.valueOf(from);
    } else if (isPrimitive(to)) {
      Type unboxed = UNBOXED.getOrDefault(from.getInternalName(), to);
      code.unbox(unboxed);
      convert(code, unboxed, to);
    } else {
      code.checkCast(to);
    }
  }

  private static boolean isPrimitive(Type type) {
    return type.getSort() < Type.ARRAY;
  }
}
