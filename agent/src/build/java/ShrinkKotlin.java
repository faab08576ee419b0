import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Takes functions that nobody calls out of Kotlin's standard library on its way into the agent's
 * jar, and what Kotlin's compiler notes for itself: for one function that Okio calls, the JVM would
 * load thousands. See agent/RATIONALE.md.
 */
public final class ShrinkKotlin {
  private static final String LIBRARY = "kotlin/";
  private static final String NOTES = "Lkotlin/Metadata;";
  private static final String OBJECT = "java/lang/Object";

  private final Map<String, ClassNode> classes = new HashMap<>();
  private final Map<String, Path> files = new HashMap<>();
  private final Set<MethodNode> called = new HashSet<>();
  private final Deque<MethodNode> toFollow = new ArrayDeque<>();

  private ShrinkKotlin() {}

  /**
   * @param args the folder of the class files, which are written over
   */
  public static void main(String[] args) throws IOException {
    ShrinkKotlin shrinking = new ShrinkKotlin();
    try (Stream<Path> all = Files.walk(Path.of(args[0]))) {
      for (Path file : all.filter(path -> path.toString().endsWith(".classdata")).toList()) {
        shrinking.read(file);
      }
    }
    shrinking.follow();
    shrinking.write();
  }

  private void read(Path file) throws IOException {
    ClassNode type = new ClassNode();
    new ClassReader(Files.readAllBytes(file)).accept(type, 0);
    classes.put(type.name, type);
    files.put(type.name, file);
  }

  private void follow() {
    for (ClassNode type : classes.values()) {
      for (MethodNode method : type.methods) {
        if (!isFunctions(type) || method.name.startsWith("<")) {
          reach(method);
        }
      }
    }
    while (!toFollow.isEmpty()) {
      for (AbstractInsnNode instruction : toFollow.poll().instructions) {
        if (instruction instanceof MethodInsnNode call) {
          reach(call.owner, call.name, call.desc);
        } else if (instruction instanceof InvokeDynamicInsnNode dynamic) {
          for (Object argument : dynamic.bsmArgs) {
            if (argument instanceof Handle handle) {
              reach(handle.getOwner(), handle.getName(), handle.getDesc());
            }
          }
        }
      }
    }
  }

  /** Functions of a file are static methods of a class, and of those that this one extends. */
  private boolean isFunctions(ClassNode type) {
    ClassNode parent = classes.get(type.superName);
    boolean extendsOthers = parent != null && isFunctions(parent);
    return type.name.startsWith(LIBRARY)
        && (OBJECT.equals(type.superName) || extendsOthers)
        && type.methods.stream()
            .allMatch(method ->
                (method.access & Opcodes.ACC_STATIC) != 0 || method.name.equals("<init>"));
  }

  private void reach(String owner, String name, String descriptor) {
    for (ClassNode type = classes.get(owner); type != null; type = classes.get(type.superName)) {
      for (MethodNode method : type.methods) {
        if (method.name.equals(name) && method.desc.equals(descriptor)) {
          reach(method);
          return;
        }
      }
    }
  }

  private void reach(MethodNode method) {
    if (called.add(method)) {
      toFollow.add(method);
    }
  }

  private void write() throws IOException {
    for (ClassNode type : List.copyOf(classes.values())) {
      boolean noted =
          type.visibleAnnotations != null
              && type.visibleAnnotations.removeIf(annotation -> annotation.desc.equals(NOTES));
      if (type.methods.removeIf(method -> !called.contains(method)) || noted) {
        ClassWriter writer = new ClassWriter(0);
        type.accept(writer);
        Files.write(files.get(type.name), writer.toByteArray());
      }
    }
  }
}
