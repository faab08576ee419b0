import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Takes the names of local variables out of class files on their way into the agent's jar: only
 * debuggers read them, and every JVM would parse and keep them. Line numbers stay.
 */
public final class DropVariables extends ClassVisitor {
  private DropVariables(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /**
   * @param args the folder of the class files, which are written over
   */
  public static void main(String[] args) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(args[0]))) {
      for (Path file : files.filter(DropVariables::isClass).toList()) {
        // Not of the reader's constants, among which the names would stay.
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(Files.readAllBytes(file)).accept(new DropVariables(writer), 0);
        Files.write(file, writer.toByteArray());
      }
    }
  }

  private static boolean isClass(Path file) {
    return file.toString().endsWith(".class") || file.toString().endsWith(".classdata");
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    return new MethodVisitor(
        Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
      @Override
      public void visitLocalVariable(
          String name, String descriptor, String signature, Label start, Label end, int index) {}

      @Override
      public void visitParameter(String name, int access) {}
    };
  }
}
