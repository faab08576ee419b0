import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Changes one method of gRPC's on its way into the agent's jar: {@code
 * OkHttpChannelBuilder.initialConnectionSpec} asks whether this is Android, and finds out by making
 * the JVM's default TLS context. Not on Android, its answer is always the same, and is returned
 * right away.
 */
public final class LeaveTlsAlone extends ClassVisitor {
  private static final String METHOD = "initialConnectionSpec";
  private static final String TYPE = "Lio/grpc/okhttp/internal/ConnectionSpec;";
  private static final String ANSWER = "INTERNAL_LEGACY_CONNECTION_SPEC";

  private String owner;
  private boolean hasAnswer;
  private int changed;

  private LeaveTlsAlone(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /**
   * @param args the class file, which is written over
   */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    ClassWriter writer = new ClassWriter(0);
    LeaveTlsAlone change = new LeaveTlsAlone(writer);
    new ClassReader(Files.readAllBytes(file)).accept(change, 0);
    if (!change.hasAnswer || change.changed != 1) {
      throw new IOException(
          file + " is not as expected: this gRPC is another one. See agent/RATIONALE.md.");
    }
    Files.write(file, writer.toByteArray());
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      String signature,
      String superName,
      String[] interfaces) {
    owner = name;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public FieldVisitor visitField(
      int access, String name, String descriptor, String signature, Object value) {
    hasAnswer |= name.equals(ANSWER) && descriptor.equals(TYPE);
    return super.visitField(access, name, descriptor, signature, value);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    if (!name.equals(METHOD) || !descriptor.equals("()" + TYPE)) {
      return next;
    }
    changed++;
    next.visitCode();
    next.visitFieldInsn(Opcodes.GETSTATIC, owner, ANSWER, TYPE);
    next.visitInsn(Opcodes.ARETURN);
    next.visitMaxs(1, 0);
    next.visitEnd();
    return null;
  }
}
