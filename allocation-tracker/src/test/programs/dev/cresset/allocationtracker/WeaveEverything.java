package dev.cresset.allocationtracker;

import java.io.OutputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Instruments every class of the JDK and of the class path in a running JVM, and has that JVM
 * verify and link them. The bridge does nothing here, since much of the JDK must not call the real
 * one.
 *
 * <p>Prints what failed, and how many classes were instrumented.
 */
public final class WeaveEverything {
  private static final String BRIDGE = InstalledBridge.NAME.replace('.', '/');

  private final AtomicInteger woven = new AtomicInteger();
  private final AtomicInteger tooLarge = new AtomicInteger();
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

  private WeaveEverything() {}

  public static void run(Instrumentation instrumentation, List<String> jars) throws Exception {
    installInertBridge(instrumentation);
    new WeaveEverything().weave(instrumentation, jars);
  }

  private void weave(Instrumentation instrumentation, List<String> jars) throws Exception {
    List<String> names = new ArrayList<>(classesOfJdk());
    for (String jar : jars) {
      names.addAll(classesOfJar(jar));
    }
    new ClassWeaver(ClassFiles.read(ClassWeaver.class.getName())).weave();
    instrumentation.addTransformer(new Weaving(), true);
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (LoadedClasses.isModifiable(instrumentation, loaded)) {
        retransform(instrumentation, loaded);
      }
    }
    int linked = 0;
    for (String name : names) {
      linked += link(name) ? 1 : 0;
    }
    failures.forEach(failure -> System.out.println("failure\t" + failure));
    System.out.println("linked\t" + linked);
    System.out.println("woven\t" + woven);
    System.out.println("too-large\t" + tooLarge);
  }

  private void retransform(Instrumentation instrumentation, Class<?> loaded) {
    try {
      instrumentation.retransformClasses(loaded);
    } catch (Exception | LinkageError | InternalError e) {
      failures.add(loaded.getName() + "\t" + e);
    }
  }

  private boolean link(String name) {
    try {
      Class.forName(name, false, ClassLoader.getSystemClassLoader()).getDeclaredMethods();
      return true;
    } catch (VerifyError | ClassFormatError | ClassCircularityError e) {
      failures.add(name + "\t" + e);
      return false;
    } catch (ClassNotFoundException | LinkageError e) {
      // Not in the modules of this JVM, or of something that is not.
      return false;
    }
  }

  private static List<String> classesOfJdk() throws Exception {
    if (System.getProperty("java.specification.version").startsWith("1.")) {
      return classesOfJar(System.getProperty("java.home") + "/lib/rt.jar");
    }
    FileSystem modules = FileSystems.getFileSystem(URI.create("jrt:/"));
    try (Stream<Path> files = Files.walk(modules.getPath("/modules"))) {
      return files
          .filter(file -> file.getNameCount() > 3 && isClass(file.toString()))
          .map(file -> name(file.subpath(2, file.getNameCount()).toString()))
          .collect(Collectors.toList());
    }
  }

  private static List<String> classesOfJar(String path) throws Exception {
    try (JarFile jar = new JarFile(path)) {
      return jar.stream()
          .map(JarEntry::getName)
          .filter(entry -> isClass(entry) && !entry.startsWith("META-INF"))
          .map(WeaveEverything::name)
          .collect(Collectors.toList());
    }
  }

  private static boolean isClass(String path) {
    return path.endsWith(".class") && !path.endsWith("-info.class");
  }

  private static String name(String path) {
    return path.substring(0, path.length() - ".class".length()).replace('/', '.');
  }

  private static void installInertBridge(Instrumentation instrumentation) throws Exception {
    Path file = Files.createTempFile("inert-bridge", ".jar");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry(BRIDGE + ".class"));
      jar.write(inertBridge());
    }
    try (JarFile jar = new JarFile(file.toFile())) {
      instrumentation.appendToBootstrapClassLoaderSearch(jar);
    }
    Files.delete(file);
  }

  private static byte[] inertBridge() {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, BRIDGE, null, "java/lang/Object", null);
    String[] methods = {
      "object(Ljava/lang/Object;)V",
      "made(Ljava/lang/Object;)V",
      "array(ILjava/lang/Object;I)V",
      "copied([Ljava/lang/Object;)V",
      "arrays(Ljava/lang/Object;)V",
      "concatenated(Ljava/lang/String;)V"
    };
    for (String method : methods) {
      int descriptor = method.indexOf('(');
      MethodVisitor code =
          writer.visitMethod(
              Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC,
              method.substring(0, descriptor),
              method.substring(descriptor),
              null,
              null);
      code.visitCode();
      code.visitInsn(Opcodes.RETURN);
      code.visitMaxs(0, 3);
      code.visitEnd();
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  private final class Weaving implements ClassFileTransformer {
    @Override
    public byte[] transform(
        ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] file) {
      try {
        ClassWeaver weaver = new ClassWeaver(file);
        byte[] result = weaver.weave();
        tooLarge.addAndGet(weaver.methodsTooLarge());
        if (result != null) {
          woven.incrementAndGet();
          checkWithoutFrames(name, file, result);
        }
        return result;
      } catch (RuntimeException e) {
        failures.add(name + "\t" + e);
        return null;
      }
    }

    /** Classes of the bootstrap loader come without frames where the JVM was not told to verify. */
    private void checkWithoutFrames(String name, byte[] file, byte[] result) {
      byte[] other = new ClassWeaver(withoutFrames(file)).weave();
      if (!Arrays.equals(withoutFrames(other), withoutFrames(result))) {
        failures.add(name + "\tis instrumented otherwise without stack map frames");
      }
    }

    private byte[] withoutFrames(byte[] file) {
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(file).accept(writer, ClassReader.SKIP_FRAMES);
      return writer.toByteArray();
    }
  }
}
