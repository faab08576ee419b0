package dev.cresset.allocationtracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class SurvivorWeaverTest {
  private static final String OWNER = "com/shop/Some";
  private static final Site SMALL = new Site(OWNER, "small", "byte[]");
  private static final Site HUGE = new Site(OWNER, "huge", "byte[]");
  private static final Site TABLE = new Site(OWNER, "table", "double[]");

  @Test
  void aMethodThatWouldBecomeTooLargeIsLeftAloneAndTheOthersOfItsClassAreNot() {
    SurvivorWeaver weaver = weaver(SMALL, HUGE);

    assertThat(methodsThatCall(weaver.weave())).containsExactly("small");
    assertThat(weaver.sites()).containsExactly(SMALL);
    assertThat(weaver.methodsTooLarge()).isEqualTo(1);
  }

  @Test
  void whatIsAskedForAndNotFoundIsNotTakenForFollowed() {
    Site otherClass = new Site(OWNER, "small", "com.shop.Line");
    SurvivorWeaver weaver = weaver(SMALL, TABLE, otherClass);

    assertThat(methodsThatCall(weaver.weave())).containsExactly("small");
    assertThat(weaver.sites()).containsExactly(SMALL);
  }

  @Test
  void aClassInWhichNothingIsFoundStaysAsItIs() {
    SurvivorWeaver weaver = weaver(TABLE);

    assertThat(weaver.weave()).isNull();
    assertThat(weaver.sites()).isEmpty();
  }

  private static SurvivorWeaver weaver(Site... sites) {
    return new SurvivorWeaver(OWNER, new FollowedClasses(List.of(sites)), classFile());
  }

  /** Methods that make arrays of bytes, few and many of them, and one with an array of arrays. */
  private static byte[] classFile() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, OWNER, null, "java/lang/Object", null);
    addArrays(writer, "small", 3);
    addArrays(writer, "huge", 1500);
    MethodVisitor code = begin(writer, "table");
    code.visitInsn(Opcodes.ICONST_1);
    code.visitInsn(Opcodes.ICONST_1);
    code.visitMultiANewArrayInsn("[[D", 2);
    end(code);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void addArrays(ClassWriter writer, String name, int times) {
    MethodVisitor code = begin(writer, name);
    for (int i = 0; i < times; i++) {
      code.visitInsn(Opcodes.ICONST_1);
      code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_BYTE);
      code.visitInsn(Opcodes.POP);
    }
    code.visitInsn(Opcodes.ACONST_NULL);
    end(code);
  }

  private static MethodVisitor begin(ClassWriter writer, String name) {
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, name, "()V", null, null);
    code.visitCode();
    return code;
  }

  private static void end(MethodVisitor code) {
    code.visitInsn(Opcodes.POP);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static List<String> methodsThatCall(byte[] classFile) {
    List<String> methods = new ArrayList<>();
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitMethodInsn(
                      int opcode, String owner, String called, String type, boolean isInterface) {
                    if (owner.equals(InstalledBridge.SURVIVORS.replace('.', '/'))
                        && !methods.contains(name)) {
                      methods.add(name);
                    }
                  }
                };
              }
            },
            0);
    return methods;
  }
}
