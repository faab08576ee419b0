package dev.cresset.agent;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.BasicInterpreter;

/** A class file before and after it is instrumented. */
public record WovenClass(byte[] file) {
  /**
   * @param name as class files have it
   */
  public static WovenClass read(String name) throws IOException {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
      return new WovenClass(in.readAllBytes());
    }
  }

  /** As the JVM hands out a class to be loaded anew, if it was not told to verify it. */
  public WovenClass withoutFrames() {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(file).accept(writer, ClassReader.SKIP_FRAMES);
    return new WovenClass(writer.toByteArray());
  }

  /** Each method needs no more entries of the operand stack than it says. */
  public void assertStacksAreDeepEnough() {
    ClassNode type = new ClassNode();
    new ClassReader(file).accept(type, 0);
    for (MethodNode method : type.methods) {
      Analyzer<?> analyzer = new Analyzer<>(new BasicInterpreter());
      assertThatCode(() -> analyzer.analyze(type.name, method))
          .as(method.name)
          .doesNotThrowAnyException();
    }
  }
}
