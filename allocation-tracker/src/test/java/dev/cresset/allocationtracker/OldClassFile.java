package dev.cresset.allocationtracker;

import static org.objectweb.asm.Opcodes.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes a program as a compiler of Java 1.1 would have: no class constants, no stack map frames,
 * and a subroutine for {@code finally}.
 */
final class OldClassFile {
  static final int TIMES = 500_000;

  private static final String NAME = "com/shop/Old";
  private static final String LINE = "com/shop/Sites$Line";

  private OldClassFile() {}

  static void write(Path folder) throws IOException {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(V1_1, ACC_PUBLIC | ACC_SUPER, NAME, null, "java/lang/Object", null);
    writer.visitField(ACC_STATIC, "sink", "Ljava/lang/Object;", null, null).visitEnd();
    MethodVisitor code =
        writer.visitMethod(ACC_PUBLIC | ACC_STATIC, "main", "([Ljava/lang/String;)V", null, null);
    code.visitCode();
    loop(code);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    Files.write(folder.resolve(NAME + ".class"), writer.toByteArray());
  }

  private static void loop(MethodVisitor code) {
    Label start = new Label();
    Label end = new Label();
    Label allocate = new Label();
    code.visitInsn(ICONST_0);
    code.visitVarInsn(ISTORE, 1);
    code.visitLabel(start);
    code.visitVarInsn(ILOAD, 1);
    code.visitLdcInsn(TIMES);
    code.visitJumpInsn(IF_ICMPGE, end);
    code.visitJumpInsn(JSR, allocate);
    code.visitIincInsn(1, 1);
    code.visitJumpInsn(GOTO, start);
    code.visitLabel(allocate);
    code.visitVarInsn(ASTORE, 2);
    allocate(code);
    code.visitVarInsn(RET, 2);
    code.visitLabel(end);
    code.visitInsn(RETURN);
  }

  private static void allocate(MethodVisitor code) {
    code.visitTypeInsn(NEW, LINE);
    code.visitInsn(DUP);
    code.visitVarInsn(ILOAD, 1);
    code.visitInsn(ACONST_NULL);
    code.visitMethodInsn(INVOKESPECIAL, LINE, "<init>", "(ILjava/lang/Object;)V", false);
    keep(code);
    code.visitIntInsn(SIPUSH, 50);
    code.visitTypeInsn(ANEWARRAY, LINE);
    keep(code);
    code.visitIntInsn(SIPUSH, 25);
    code.visitIntInsn(NEWARRAY, Opcodes.T_LONG);
    keep(code);
  }

  private static void keep(MethodVisitor code) {
    code.visitFieldInsn(PUTSTATIC, NAME, "sink", "Ljava/lang/Object;");
  }
}
