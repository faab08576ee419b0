import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Makes classes of the lambda expressions and method references on their way into the agent's jar:
 * the JVM would make them at run time, which costs the application more than loading them. See
 * agent/RATIONALE.md.
 */
public final class LambdasToClasses {
  private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";

  private final Path file;
  private final ClassNode host = new ClassNode();
  private final boolean hostIsInterface;
  private int made;

  private LambdasToClasses(Path file) throws IOException {
    this.file = file;
    new ClassReader(Files.readAllBytes(file)).accept(host, 0);
    this.hostIsInterface = (host.access & Opcodes.ACC_INTERFACE) != 0;
  }

  /**
   * @param args the folder of the class files, which are written over, and others beside them
   */
  public static void main(String[] args) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(args[0]))) {
      for (Path file : files.filter(LambdasToClasses::isClass).toList()) {
        new LambdasToClasses(file).replace();
      }
    }
  }

  /** Not of the bridges: they go to the bootstrap loader, and nothing that is beside them does. */
  private static boolean isClass(Path file) {
    String name = file.toString();
    return (name.endsWith(".class") || name.endsWith(".classdata"))
        && !file.getParent().endsWith("bridge");
  }

  private void replace() throws IOException {
    for (MethodNode method : List.copyOf(host.methods)) {
      for (AbstractInsnNode instruction : method.instructions.toArray()) {
        if (instruction instanceof InvokeDynamicInsnNode expression
            && expression.bsm.getOwner().equals(FACTORY)
            && expression.bsm.getName().equals("metafactory")) {
          method.instructions.set(expression, replacement(expression));
        }
      }
    }
    if (made > 0) {
      ClassWriter writer = new ClassWriter(0);
      host.accept(writer);
      Files.write(file, writer.toByteArray());
    }
  }

  private AbstractInsnNode replacement(InvokeDynamicInsnNode expression) throws IOException {
    String name = host.name + "$Lambda" + ++made;
    Method method = new Method(expression.name, ((Type) expression.bsmArgs[0]).getDescriptor());
    Handle body = callable((Handle) expression.bsmArgs[1]);
    byte[] classFile =
        new LambdaClass(name, expression.desc).write(method, (Type) expression.bsmArgs[2], body);
    Files.write(sibling(name), classFile);
    return expression.desc.startsWith("()")
        ? new FieldInsnNode(
            Opcodes.GETSTATIC, name, LambdaClass.SINGLE, expression.desc.substring(2))
        : new MethodInsnNode(Opcodes.INVOKESTATIC, name, LambdaClass.MAKE, expression.desc, false);
  }

  private Path sibling(String className) {
    String own = file.getFileName().toString();
    String suffix = own.substring(own.lastIndexOf('.'));
    return file.resolveSibling(className.substring(className.lastIndexOf('/') + 1) + suffix);
  }

  /** The same, or what calls it: a class of its own may not call what is private. */
  private Handle callable(Handle body) {
    MethodNode method = body.getOwner().equals(host.name) ? declared(body) : null;
    if (method == null || (method.access & Opcodes.ACC_PRIVATE) == 0) {
      return body;
    }
    boolean overridable =
        (method.access & Opcodes.ACC_STATIC) == 0 && body.getTag() != Opcodes.H_NEWINVOKESPECIAL;
    if (overridable) {
      return bridge(body);
    }
    method.access = opened(method.access);
    return body;
  }

  private MethodNode declared(Handle body) {
    return host.methods.stream()
        .filter(method -> method.name.equals(body.getName()))
        .filter(method -> method.desc.equals(body.getDesc()))
        .findFirst()
        .orElse(null);
  }

  /** An interface's methods can be public or private only. */
  private int opened(int access) {
    return access & ~Opcodes.ACC_PRIVATE | (hostIsInterface ? Opcodes.ACC_PUBLIC : 0);
  }

  /** A subclass may have a method of that name: it must not be called instead. */
  private Handle bridge(Handle body) {
    String descriptor = "(L" + host.name + ";" + body.getDesc().substring(1);
    Method bridge = new Method("call$Lambda" + made, descriptor);
    int access = opened(Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC);
    MethodNode node = new MethodNode(access, bridge.getName(), descriptor, null, null);
    GeneratorAdapter code = new GeneratorAdapter(access, bridge, node);
    code.loadArgs();
    code.visitMethodInsn(
        Opcodes.INVOKESPECIAL, host.name, body.getName(), body.getDesc(), hostIsInterface);
    code.returnValue();
    int slots = Type.getArgumentsAndReturnSizes(descriptor);
    int arguments = (slots >> 2) - 1;
    code.visitMaxs(Math.max(arguments, slots & 3), arguments);
    host.methods.add(node);
    return new Handle(
        Opcodes.H_INVOKESTATIC, host.name, bridge.getName(), descriptor, hostIsInterface);
  }
}
