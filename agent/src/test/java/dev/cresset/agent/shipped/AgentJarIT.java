package dev.cresset.agent.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What is in the jar that users get. */
class AgentJarIT {
  private static final int JAVA_8 = 52;
  private static final String HIDDEN = "cresset-lib/";
  private static final List<String> LIBRARIES =
      List.of(
          "com/google/common/",
          "com/google/gson/",
          "com/google/protobuf/",
          "dev/cresset/agent/",
          "dev/cresset/allocationtracker/",
          "dev/cresset/api/",
          "dev/cresset/exporter/",
          "dev/cresset/profile/",
          "dev/cresset/sampler/",
          "io/grpc/",
          "io/perfmark/",
          "kotlin/",
          "okio/",
          "one/",
          "org/objectweb/asm/");

  private JarFile jar;

  @BeforeEach
  void open() throws Exception {
    jar = new JarFile(Fork.agentJar().toFile());
  }

  @AfterEach
  void close() throws Exception {
    jar.close();
  }

  @Test
  void itHasAtMost15Megabytes() throws Exception {
    assertThat(Files.size(Fork.agentJar())).isLessThan(15_000_000);
  }

  @Test
  void theManifestNamesTheEntryPointAndWhatItNeeds() throws Exception {
    Attributes manifest = jar.getManifest().getMainAttributes();

    String entryPoint = "dev.cresset.agent.bootstrap.CressetAgent";
    assertThat(manifest.getValue("Premain-Class")).isEqualTo(entryPoint);
    assertThat(manifest.getValue("Agent-Class")).isEqualTo(entryPoint);
    assertThat(manifest.getValue("Main-Class")).isEqualTo(entryPoint);
    assertThat(manifest.getValue("Can-Redefine-Classes")).isEqualTo("true");
    assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
    assertThat(manifest.getValue("Implementation-Version")).isNotEmpty();
  }

  @Test
  void allThatAnApplicationCanSeeIsTheEntryPoint() {
    assertThat(names(name -> !name.startsWith(HIDDEN) && !name.contains("$Lambda")))
        .containsExactlyInAnyOrder(
            "META-INF/MANIFEST.MF",
            "dev/cresset/agent/bootstrap/AgentClassLoader.class",
            "dev/cresset/agent/bootstrap/AgentRuntime.class",
            "dev/cresset/agent/bootstrap/AttachCommand.class",
            "dev/cresset/agent/bootstrap/CressetAgent.class",
            "dev/cresset/agent/bootstrap/JarClassLoader.class",
            "dev/cresset/agent/bootstrap/JarClassLoader$EntryHandler.class",
            "dev/cresset/agent/bootstrap/JarClassLoader$EntryHandler$1.class",
            "dev/cresset/agent/bootstrap/Jdk.class",
            "dev/cresset/agent/bootstrap/NativeClassLoader.class",
            "dev/cresset/agent/bootstrap/NativeModule.class",
            "dev/cresset/agent/bootstrap/NativeModule$SingleModule.class",
            "dev/cresset/agent/bootstrap/NativeModule$SingleModule$1.class",
            "dev/cresset/agent/bootstrap/RunningAgent.class",
            "dev/cresset/agent/bootstrap/RunningAgent$Life.class",
            "dev/cresset/agent/bootstrap/package-info.class");
  }

  @Test
  void whatIsHiddenIsNoClassToOtherLoaders() {
    assertThat(names(name -> name.startsWith(HIDDEN)))
        .noneMatch(name -> name.endsWith(".class") || name.endsWith(".jar"));
  }

  @Test
  void theLibrariesAreTheseAndNoOthers() {
    for (String name : hiddenClasses()) {
      assertThat(LIBRARIES).as(name).anyMatch(library -> name.startsWith(HIDDEN + library));
    }
    for (String library : LIBRARIES) {
      assertThat(hiddenClasses()).anyMatch(name -> name.startsWith(HIDDEN + library));
    }
  }

  @Test
  void theResourcesAreTheNativeLibrariesTheProvidersAndTheLicences() {
    assertThat(names(name -> name.startsWith(HIDDEN) && !name.endsWith(".classdata")))
        .containsExactlyInAnyOrder(
            HIDDEN + "linux-arm64/libasyncProfiler.so",
            HIDDEN + "linux-x64/libasyncProfiler.so",
            HIDDEN + "macos/libasyncProfiler.so",
            HIDDEN + "META-INF/LICENSE",
            HIDDEN + "META-INF/LICENSE-asm.txt",
            HIDDEN + "META-INF/LICENSE-protobuf.txt",
            HIDDEN + "META-INF/NOTICE",
            HIDDEN + "META-INF/services/io.grpc.LoadBalancerProvider",
            HIDDEN + "META-INF/services/io.grpc.ManagedChannelProvider",
            HIDDEN + "META-INF/services/io.grpc.NameResolverProvider",
            HIDDEN + "META-INF/services/io.grpc.ServerProvider");
  }

  @Test
  void everyClassRunsOnJava8() throws Exception {
    for (String name : names(n -> n.endsWith(".class") || n.endsWith(".classdata"))) {
      assertThat(version(read(name))).as(name).isLessThanOrEqualTo(JAVA_8);
    }
  }

  @Test
  void theJvmHasNoClassesToMakeForLambdaExpressionsAndNoNamesOfVariablesToKeep() throws Exception {
    // The bridges go to the bootstrap loader, where new classes beside them would be missing.
    for (String name : names(n -> n.matches("(?!.*/bridge/).*\\.class(data)?"))) {
      Set<String> waste = new TreeSet<>();
      new ClassReader(read(name)).accept(new Waste(waste), 0);
      assertThat(waste).as(name).isEmpty();
    }
  }

  @Test
  void noClassOfKotlinsBringsThousandsOfFunctionsForTheOneThatIsCalled() throws Exception {
    for (String name : names(n -> n.startsWith(HIDDEN + "kotlin/"))) {
      assertThat(read(name).length).as(name).isLessThan(50_000);
    }
  }

  @Test
  void noLibraryReachesTheApplicationsLogging() throws Exception {
    for (String name : hiddenClasses()) {
      assertThat(new String(read(name), StandardCharsets.ISO_8859_1))
          .as(name)
          .doesNotContain("java/util/logging", "java.util.logging");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev/cresset/agent/jul/", "kotlin/", "okio/"})
  void whatStandsInOrIsCutDownHasAllThatTheJarsCodeRefersTo(String library) throws Exception {
    Set<String> called = new TreeSet<>();
    for (String name : hiddenClasses()) {
      new ClassReader(read(name)).accept(new Calls(library, called), ClassReader.SKIP_FRAMES);
    }

    Set<String> missing = new TreeSet<>();
    for (String call : called) {
      String owner = call.substring(0, call.indexOf('.'));
      if (!has(owner, call.substring(owner.length() + 1))) {
        missing.add(call);
      }
    }
    assertThat(called).isNotEmpty();
    assertThat(missing).isEmpty();
  }

  /**
   * Whether a class declares it, or one that it extends or implements, those of the JDK included.
   */
  private boolean has(String owner, String member) throws Exception {
    byte[] classFile = classFile(owner);
    if (classFile == null) {
      return false;
    }
    Declarations declared = new Declarations();
    ClassReader reader = new ClassReader(classFile);
    reader.accept(declared, ClassReader.SKIP_CODE);
    if (declared.members.contains(member)) {
      return true;
    }
    for (String parent : reader.getInterfaces()) {
      if (has(parent, member)) {
        return true;
      }
    }
    return reader.getSuperName() != null && has(reader.getSuperName(), member);
  }

  /** Null if neither the jar nor the JDK has it. */
  private byte[] classFile(String name) throws Exception {
    ZipEntry entry = jar.getEntry(HIDDEN + name + ".classdata");
    ClassLoader jdk = ClassLoader.getPlatformClassLoader();
    try (InputStream in =
        entry == null ? jdk.getResourceAsStream(name + ".class") : jar.getInputStream(entry)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  private List<String> names(Predicate<String> which) {
    return jar.stream().map(ZipEntry::getName).filter(which).toList();
  }

  private List<String> hiddenClasses() {
    return names(name -> name.endsWith(".classdata"));
  }

  private byte[] read(String name) throws Exception {
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  private static int version(byte[] classFile) {
    return (classFile[6] & 0xff) << 8 | classFile[7] & 0xff;
  }

  /** Collects the members of a library that code refers to. */
  private static final class Calls extends ClassVisitor {
    private final String library;
    private final Set<String> calls;

    Calls(String library, Set<String> calls) {
      super(Opcodes.ASM9);
      this.library = library;
      this.calls = calls;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String name, String descriptor, boolean onInterface) {
          add(owner, name + descriptor);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
          add(owner, name + descriptor);
        }

        private void add(String owner, String member) {
          if (owner.startsWith(library)) {
            calls.add(owner + "." + member);
          }
        }
      };
    }
  }

  /** Collects what the build is to have removed. */
  private static final class Waste extends ClassVisitor {
    private final Set<String> waste;

    Waste(Set<String> waste) {
      super(Opcodes.ASM9);
      this.waste = waste;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitInvokeDynamicInsn(
            String name, String descriptor, Handle factory, Object... arguments) {
          waste.add(factory.getOwner() + "." + factory.getName());
        }

        @Override
        public void visitLocalVariable(
            String name, String descriptor, String signature, Label start, Label end, int index) {
          waste.add(name);
        }
      };
    }
  }

  private static final class Declarations extends ClassVisitor {
    private final Set<String> members = new TreeSet<>();

    Declarations() {
      super(Opcodes.ASM9);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      members.add(name + descriptor);
      return null;
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      members.add(name + descriptor);
      return null;
    }
  }
}
