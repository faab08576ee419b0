package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class ClassWeaverTest {
  private static final int SITE_BYTES = 4;

  @Test
  void aClassThatAllocatesNothingIsNotTouched() {
    assertThat(new ClassWeaver(classAllocating("java/util/Date", 0)).weave()).isNull();
  }

  @Test
  void everySiteCallsTheBridgeOnce() {
    byte[] woven = new ClassWeaver(classAllocating("java/util/Date", 3)).weave();

    assertThat(bridgeCalls(woven)).containsExactly("object", "object", "object");
  }

  @Test
  void buildersOfStringsAreLeftToTheCompilersOptimisation() {
    assertThat(new ClassWeaver(classAllocating("java/lang/StringBuilder", 3)).weave()).isNull();
  }

  @Test
  void aMethodIsLeftAloneIfItWouldBecomeTooLargeToBeCompiled() {
    ClassWeaver weaver = new ClassWeaver(classAllocating("java/util/Date", 7000 / SITE_BYTES));

    assertThat(weaver.weave()).isNull();
    assertThat(weaver.methodsTooLarge()).isEqualTo(1);
  }

  @Test
  void aMethodThatIsTooLargeToBeCompiledAnywayIsInstrumented() {
    ClassWeaver weaver = new ClassWeaver(classAllocating("java/util/Date", 9000 / SITE_BYTES));

    assertThat(bridgeCalls(weaver.weave())).hasSize(9000 / SITE_BYTES);
    assertThat(weaver.methodsTooLarge()).isZero();
  }

  @Test
  void aClassFileOfAnUnknownVersionIsRefused() {
    byte[] future = classAllocating("java/util/Date", 1);
    future[6] = 1;

    assertThatThrownBy(() -> new ClassWeaver(future))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Unsupported class file");
  }

  private static byte[] classAllocating(String type, int times) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, "com/shop/Some", null, "java/lang/Object", null);
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "many", "()V", null, null);
    code.visitCode();
    for (int i = 0; i < times; i++) {
      code.visitTypeInsn(Opcodes.NEW, type);
      code.visitInsn(Opcodes.POP);
    }
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static List<String> bridgeCalls(byte[] classFile) {
    List<String> calls = new ArrayList<>();
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitMethodInsn(
                      int opcode, String owner, String method, String type, boolean isInterface) {
                    if (owner.equals(InstalledBridge.NAME.replace('.', '/'))) {
                      calls.add(method);
                    }
                  }
                };
              }
            },
            0);
    return calls;
  }
}
